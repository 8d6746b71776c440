#version 330 core
// For display.frag: the columns' half of enlarging; widen.frag has done the rows.
uniform sampler2D widened;   // the picture's rows at the output's width
uniform ivec2 picture_size;  // pixels
uniform int filter_kind;     // 1 bicubic, 2 bilinear

const float on_texel = 1.0 / 512.0;  // closer than this to a texel's centre counts as on it

// Cubic convolution with a = -1/2 (Keys 1981, "Catmull-Rom").
vec4 cubic_weights(float t) {
  float t2 = t * t, t3 = t2 * t;
  return vec4(-0.5 * t + t2 - 0.5 * t3, 1.0 - 2.5 * t2 + 1.5 * t3, 0.5 * t + 2.0 * t2 - 1.5 * t3,
              -0.5 * t2 + 0.5 * t3);
}

vec3 sampled(vec2 at) {
  float base = floor(at.y - 0.5 + on_texel);
  float t = at.y - 0.5 - base;
  if (t < 2.0 * on_texel) t = 0.0;
  vec4 weights = filter_kind == 1 ? cubic_weights(t) : vec4(0.0, 1.0 - t, t, 0.0);
  vec3 sum = vec3(0.0);
  for (int i = 0; i < 4; ++i) {
    int row = clamp(int(base) + i - 1, 0, picture_size.y - 1);
    // Texels without weight are not added: 0 times a value that is not a number is not 0.
    if (weights[i] != 0.0) sum += weights[i] * texelFetch(widened, ivec2(int(gl_FragCoord.x), row), 0).rgb;
  }
  return sum;
}
