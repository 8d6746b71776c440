#version 330 core
// The first half of enlarging a planar float picture: every row interpolated to the output's width. enlarged.frag
// does the columns. Apart they read 12 + 4 texels an output pixel at most, together it would be 48: that is the
// difference between fluid and not where the CPU draws.
uniform sampler2DArray picture;
uniform ivec2 picture_size;  // pixels
uniform float output_width;  // pixels
uniform vec4 source;         // shown part in picture pixels: x, y, width, height
uniform int filter_kind;     // 1 bicubic, 2 bilinear

out vec4 value;

const float on_texel = 1.0 / 512.0;  // closer than this to a texel's centre counts as on it

// Cubic convolution with a = -1/2 (Keys 1981, "Catmull-Rom").
vec4 cubic_weights(float t) {
  float t2 = t * t, t3 = t2 * t;
  return vec4(-0.5 * t + t2 - 0.5 * t3, 1.0 - 2.5 * t2 + 1.5 * t3, 0.5 * t + 2.0 * t2 - 1.5 * t3,
              -0.5 * t2 + 0.5 * t3);
}

vec3 texel(int x, int y) {
  x = clamp(x, 0, picture_size.x - 1);
  return vec3(texelFetch(picture, ivec3(x, y, 0), 0).r, texelFetch(picture, ivec3(x, y, 1), 0).r,
              texelFetch(picture, ivec3(x, y, 2), 0).r);
}

void main() {
  float at = source.x + gl_FragCoord.x / output_width * source.z;
  float base = floor(at - 0.5 + on_texel);
  float t = at - 0.5 - base;
  if (t < 2.0 * on_texel) t = 0.0;
  vec4 weights = filter_kind == 1 ? cubic_weights(t) : vec4(0.0, 1.0 - t, t, 0.0);
  vec3 sum = vec3(0.0);
  for (int i = 0; i < 4; ++i) {
    // Texels without weight are not added: 0 times a value that is not a number is not 0.
    if (weights[i] != 0.0) sum += weights[i] * texel(int(base) + i - 1, int(gl_FragCoord.y));
  }
  value = vec4(sum, 1.0);
}
