# Warnings are errors in our own code; sanitizers and ccache where asked for or present.
add_library(birddream_warnings INTERFACE)
target_compile_options(birddream_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror)

if(BIRDDREAM_SANITIZE)
  add_compile_options(-fsanitize=${BIRDDREAM_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${BIRDDREAM_SANITIZE})
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
