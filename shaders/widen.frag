#version 330 core
// The first half of enlarging a planar float picture: every row interpolated to the output's width. enlarged.frag
// does the columns. Apart they read 12 + 4 texels an output pixel at most, together it would be 48: that is the
// difference between fluid and not where the CPU draws.
uniform sampler2DArray picture;
uniform ivec2 picture_size;  // pixels
uniform float output_width;  // pixels
uniform vec4 source;         // shown part in picture pixels: x, y, width, height

out vec4 value;

void cubic(float at, out int base, out vec4 weights);  // cubic.frag

vec3 texel(int x, int y) {
  x = clamp(x, 0, picture_size.x - 1);
  return vec3(texelFetch(picture, ivec3(x, y, 0), 0).r, texelFetch(picture, ivec3(x, y, 1), 0).r,
              texelFetch(picture, ivec3(x, y, 2), 0).r);
}

void main() {
  float at = source.x + gl_FragCoord.x / output_width * source.z;
  int base;
  vec4 weights;
  cubic(at, base, weights);
  vec3 sum = vec3(0.0);
  for (int i = 0; i < 4; ++i) {
    // Texels without weight are not added: 0 times a value that is not a number is not 0.
    if (weights[i] != 0.0) sum += weights[i] * texel(base + i - 1, int(gl_FragCoord.y));
  }
  value = vec4(sum, 1.0);
}
