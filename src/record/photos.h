#pragma once

#include <map>
#include <span>
#include <string>

#include "recipe/params.h"
#include "record/steering.h"

/// Photos that a dream begins with or is guided by: its recipe names them, and they are its ingredients.
namespace birddream::record {

/// By the path that the parameters name: checkpoint::fingerprint() of the file.
using Photos = std::map<std::string, std::string>;

/// All that those parameters name and that can be read, at most 100. Reads the files. Any thread.
Photos photos_of(const recipe::DreamParams& params, std::span<const SessionChange> steering);

/// For a person, one sentence: which of them are gone or others by now; empty: none. Reads the files. Any
/// thread.
std::string changed_photos(const Photos& photos);

/// `photos` of foreign JSON, where there are any. Faults: no texts by texts, control characters, more than
/// 100.
void read_photos(checkpoint::Fields& from, Photos& to);

}  // namespace birddream::record
