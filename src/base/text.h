#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace birddream {

/// ASCII lower case; other bytes (UTF-8) stay.
std::string to_lower(std::string_view text);

/// How names are compared: lower case, '-' and '_' as spaces, runs of spaces as one, ends trimmed, no
/// apostrophes.
std::string normalise_name(std::string_view name);

/// As a part of a file's name on any system: ASCII letters and digits in lower case, whatever lies between
/// them as one '-'. "Bald Eagle" becomes "bald-eagle"; "" where there is neither.
std::string slug(std::string_view text);

/// Up to the first line break: what an exception says before its trace.
std::string first_line(std::string_view text);

/// Levenshtein distance in bytes.
int edit_distance(std::string_view a, std::string_view b);

/// Up to `count` of `candidates` close enough to be a typing error of `word`, nearest first.
std::vector<std::string> similar_names(std::string_view word, std::span<const std::string> candidates,
                                       int count);

/// Whether bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, up to U+10FFFF).
bool is_utf8(std::string_view bytes);

/// With a '?' for each byte of a control character (C0, DEL, C1), so that text from foreign files cannot
/// command the terminal. One line stays one line.
std::string printable(std::string text);

/// " Did you mean 'a', 'b' or 'c'?", or "" when there are none.
std::string did_you_mean(std::span<const std::string> names);

}  // namespace birddream
