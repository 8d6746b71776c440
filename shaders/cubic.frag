#version 330 core
// For widen.frag and enlarged.frag: which four texels of a line a point lies between, and what each counts.

const float on_texel = 1.0 / 512.0;  // closer than this to a texel's centre counts as on it

// `at` in texels; `base` is the second of the four. Cubic convolution with a = -1/2 (Keys 1981, "Catmull-Rom").
void cubic(float at, out int base, out vec4 weights) {
  float first = floor(at - 0.5 + on_texel);
  float t = at - 0.5 - first;
  if (t < 2.0 * on_texel) t = 0.0;
  float t2 = t * t, t3 = t2 * t;
  base = int(first);
  weights = vec4(-0.5 * t + t2 - 0.5 * t3, 1.0 - 2.5 * t2 + 1.5 * t3, 0.5 * t + 2.0 * t2 - 1.5 * t3,
                 -0.5 * t2 + 0.5 * t3);
}
