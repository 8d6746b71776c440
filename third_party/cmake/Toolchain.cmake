# Warnings are errors in our own code; sanitizers and ccache where asked for or present.
add_library(birddream_warnings INTERFACE)
target_compile_options(birddream_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
# Errors with the compilers that development uses (Debian 12's); a newer compiler's new warning must not keep a user
# from starting the program.
if((CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13) OR
   (CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15))
  target_compile_options(birddream_warnings INTERFACE -Werror)
endif()
# g++ 12 sees overlapping copies in "text" + std::string (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(birddream_warnings INTERFACE -Wno-restrict)
endif()

if(BIRDDREAM_SANITIZE)
  add_compile_options(-fsanitize=${BIRDDREAM_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${BIRDDREAM_SANITIZE})
  # With sanitizers g++ takes std::variant's unused side for uninitialised; the release build keeps the warning.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(birddream_warnings INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()

if(BIRDDREAM_FUZZ)  # coverage of the code under test, not of the target alone: it is what guides the fuzzer
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(BIRDDREAM_CCACHE ccache)
if(BIRDDREAM_CCACHE)
  # The sloppiness settings are what ccache needs to cache files that use a precompiled header.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${BIRDDREAM_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  add_compile_options($<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-fpch-preprocess>)
endif()
