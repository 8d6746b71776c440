#include "data/csv.h"

#include "base/atomic_file.h"
#include "base/text.h"

namespace birddream::data {
namespace {

constexpr std::size_t largest_table = std::size_t{64} << 20;

// One record from `at` on, which moves behind it; false when a quote stays open.
bool read_record(std::string_view text, std::size_t& at, std::vector<std::string>& fields, int& lines) {
  fields.assign(1, "");
  bool quoted = false;
  while (at < text.size()) {
    const char c = text[at++];
    if (c == '\n') ++lines;
    if (quoted) {
      if (c != '"') {
        fields.back() += c;
      } else if (at < text.size() && text[at] == '"') {
        fields.back() += '"';
        ++at;
      } else {
        quoted = false;
      }
    } else if (c == '"' && fields.back().empty()) {
      quoted = true;
    } else if (c == ',') {
      fields.emplace_back();
    } else if (c == '\n') {
      return true;
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return !quoted;
}

}  // namespace

int Csv::column(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (to_lower(header[i]) == name) return static_cast<int>(i);
    }
  }
  return -1;
}

Result<Csv> read_csv(const std::filesystem::path& file) {
  const auto content = read_file(file, largest_table);
  if (!content) return content.error();
  std::string_view text = *content;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark
  Csv table;
  std::size_t at = 0;
  int line = 1;
  while (at < text.size()) {
    const int begun = line;
    std::vector<std::string> fields;
    const auto where = [&] { return file.string() + ", line " + std::to_string(begun) + ": "; };
    if (!read_record(text, at, fields, line)) return Error{where() + "a quoted field has no end."};
    if (fields.size() == 1 && fields[0].empty()) continue;
    if (table.header.empty()) {
      table.header = std::move(fields);
    } else if (fields.size() != table.header.size()) {
      return Error{where() + std::to_string(fields.size()) + " fields, but the header has " +
                   std::to_string(table.header.size()) + "."};
    } else {
      table.rows.push_back(std::move(fields));
    }
  }
  return table;
}

}  // namespace birddream::data
