#version 330 core
// Shows a planar float picture (three R32F layers, sRGB values): zoom, filter, raw or stretched.
// Target row 0 is picture row 0, so the picture stands upright for whoever reads the target's first row as its
// top. Values pass through as they are: a gamma change would make them differ from the saved picture's.
uniform sampler2DArray picture;
uniform ivec2 picture_size;  // pixels
uniform vec2 output_size;    // pixels
uniform vec4 source;         // shown part in picture pixels: x, y, width, height
uniform int mode;            // 0 raw, 1 stretched, 2 split
uniform vec2 range;          // stretched: low, high; high > low
uniform float wipe;          // split: line, 0..1 of the output's width
uniform int filter_kind;     // 0 nearest, 1 bicubic, 2 bilinear
uniform vec3 background;
uniform bool checker;
uniform bool split_line;

out vec4 colour;

const int footprint_limit = 8;       // samples a side for one output pixel
const float on_texel = 1.0 / 512.0;  // closer than this to a texel's centre counts as on it
const float checker_side = 8.0;      // output pixels

vec3 texel(ivec2 at) {
  at = clamp(at, ivec2(0), picture_size - 1);
  return vec3(texelFetch(picture, ivec3(at, 0), 0).r, texelFetch(picture, ivec3(at, 1), 0).r,
              texelFetch(picture, ivec3(at, 2), 0).r);
}

// Cubic convolution with a = -1/2 (Keys 1981, "Catmull-Rom").
vec4 cubic_weights(float t) {
  float t2 = t * t, t3 = t2 * t;
  return vec4(-0.5 * t + t2 - 0.5 * t3, 1.0 - 2.5 * t2 + 1.5 * t3, 0.5 * t + 2.0 * t2 - 1.5 * t3,
              -0.5 * t2 + 0.5 * t3);
}

vec4 linear_weights(float t) {
  return vec4(0.0, 1.0 - t, t, 0.0);
}

// Texels without weight are not added: 0 times a value that is not a number is not 0.
vec3 interpolated(vec2 at) {
  vec2 base = floor(at - 0.5 + on_texel);
  vec2 t = at - 0.5 - base;
  t = mix(t, vec2(0.0), lessThan(t, vec2(2.0 * on_texel)));
  vec4 wx = filter_kind == 1 ? cubic_weights(t.x) : linear_weights(t.x);
  vec4 wy = filter_kind == 1 ? cubic_weights(t.y) : linear_weights(t.y);
  vec3 sum = vec3(0.0);
  for (int y = 0; y < 4; ++y) {
    if (wy[y] == 0.0) continue;
    for (int x = 0; x < 4; ++x) {
      if (wx[x] != 0.0) sum += wy[y] * wx[x] * texel(ivec2(base) + ivec2(x - 1, y - 1));
    }
  }
  return sum;
}

// The mean over the output pixel's footprint: shrunk pictures neither alias nor shimmer.
vec3 footprint(vec2 at, vec2 extent) {
  ivec2 count = clamp(ivec2(ceil(extent)), ivec2(1), ivec2(footprint_limit));
  vec3 sum = vec3(0.0);
  for (int y = 0; y < count.y; ++y)
    for (int x = 0; x < count.x; ++x)
      sum += texel(ivec2(floor(at + extent * ((vec2(x, y) + 0.5) / vec2(count) - 0.5))));
  return sum / float(count.x * count.y);
}

vec3 outside() {
  if (!checker) return background;
  vec2 square = floor(gl_FragCoord.xy / checker_side);
  return mod(square.x + square.y, 2.0) < 1.0 ? background : background + 0.06;
}

vec3 shown(vec2 at) {
  vec2 extent = source.zw / output_size;  // picture pixels an output pixel
  vec3 value;
  if (filter_kind == 0) value = texel(ivec2(floor(at)));
  else if (max(extent.x, extent.y) > 1.0 + on_texel) value = footprint(at, extent);
  else value = interpolated(at);

  if (any(isnan(value)) || any(isinf(value))) return vec3(1.0, 0.0, 1.0);
  bool stretch = mode == 1 || (mode == 2 && gl_FragCoord.x >= wipe * output_size.x);
  if (stretch) value = (value - range.x) / (range.y - range.x);
  return clamp(value, 0.0, 1.0);
}

void main() {
  vec2 at = source.xy + gl_FragCoord.xy / output_size * source.zw;
  bool inside = all(greaterThanEqual(at, vec2(0.0))) && all(lessThan(at, vec2(picture_size)));
  vec3 value = inside ? shown(at) : outside();
  if (split_line && floor(gl_FragCoord.x) == floor(wipe * output_size.x))
    value = vec3(dot(value, vec3(0.299, 0.587, 0.114)) < 0.5 ? 1.0 : 0.0);
  // Rounded here, since OpenGL leaves drivers some freedom in it.
  colour = vec4(floor(value * 255.0 + 0.5) / 255.0, 1.0);
}
