#version 330 core
// For display.frag: picture pixels as squares.
uniform sampler2DArray picture;

vec3 sampled(vec2 at) {
  ivec2 place = ivec2(floor(at));
  return vec3(texelFetch(picture, ivec3(place, 0), 0).r, texelFetch(picture, ivec3(place, 1), 0).r,
              texelFetch(picture, ivec3(place, 2), 0).r);
}
