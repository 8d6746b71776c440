#version 330 core
// Shows a planar float picture (three R32F layers, sRGB values): raw or stretched, with what lies around it. How it
// is sampled stands in a second shader object, squares.frag, enlarged.frag or shrunk.frag: where the CPU draws, a
// branch not taken costs as much as one taken.
// Target row 0 is picture row 0, so the picture stands upright for whoever reads the target's first row as its
// top. Values pass through as they are: a gamma change would make them differ from the saved picture's.
uniform ivec2 picture_size;  // pixels
uniform vec2 output_size;    // pixels
uniform vec4 source;         // shown part in picture pixels: x, y, width, height
uniform int mode;            // 0 raw, 1 stretched, 2 split
uniform vec2 range;          // stretched: low, high; high > low
uniform float wipe;          // split: line, 0..1 of the output's width
uniform vec3 background;

out vec4 colour;

vec3 sampled(vec2 at);  // the picture at a point inside it, in picture pixels

vec3 shown(vec2 at) {
  vec3 value = sampled(at);
  if (any(isnan(value)) || any(isinf(value))) return vec3(1.0, 0.0, 1.0);
  bool stretch = mode == 1 || (mode == 2 && gl_FragCoord.x >= wipe * output_size.x);
  if (stretch) value = (value - range.x) / (range.y - range.x);
  return clamp(value, 0.0, 1.0);
}

void main() {
  vec2 at = source.xy + gl_FragCoord.xy / output_size * source.zw;
  bool inside = all(greaterThanEqual(at, vec2(0.0))) && all(lessThan(at, vec2(picture_size)));
  vec3 value = inside ? shown(at) : background;
  // Rounded here, since OpenGL leaves drivers some freedom in it.
  colour = vec4(floor(value * 255.0 + 0.5) / 255.0, 1.0);
}
