#version 330 core
// For display.frag: the mean over the output pixel's footprint, so that a shrunk picture neither aliases nor
// shimmers.
uniform sampler2DArray picture;
uniform ivec2 picture_size;  // pixels
uniform vec2 output_size;    // pixels
uniform vec4 source;         // shown part in picture pixels: x, y, width, height

const int footprint_limit = 8;  // samples a side for one output pixel

vec3 texel(ivec2 at) {
  at = clamp(at, ivec2(0), picture_size - 1);
  return vec3(texelFetch(picture, ivec3(at, 0), 0).r, texelFetch(picture, ivec3(at, 1), 0).r,
              texelFetch(picture, ivec3(at, 2), 0).r);
}

vec3 sampled(vec2 at) {
  vec2 extent = source.zw / output_size;  // picture pixels an output pixel
  ivec2 count = clamp(ivec2(ceil(extent)), ivec2(1), ivec2(footprint_limit));
  vec3 sum = vec3(0.0);
  for (int y = 0; y < count.y; ++y)
    for (int x = 0; x < count.x; ++x)
      sum += texel(ivec2(floor(at + extent * ((vec2(x, y) + 0.5) / vec2(count) - 0.5))));
  return sum / float(count.x * count.y);
}
