#version 330 core
// For display.frag: the columns' half of enlarging; widen.frag has done the rows.
uniform sampler2D widened;   // the picture's rows at the output's width
uniform ivec2 picture_size;  // pixels

void cubic(float at, out int base, out vec4 weights);  // cubic.frag

vec3 sampled(vec2 at) {
  int base;
  vec4 weights;
  cubic(at.y, base, weights);
  vec3 sum = vec3(0.0);
  for (int i = 0; i < 4; ++i) {
    int row = clamp(base + i - 1, 0, picture_size.y - 1);
    // Texels without weight are not added: 0 times a value that is not a number is not 0.
    if (weights[i] != 0.0) sum += weights[i] * texelFetch(widened, ivec2(int(gl_FragCoord.x), row), 0).rgb;
  }
  return sum;
}
