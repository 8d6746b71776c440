# birddream_commit(TARGET): a source that says which commit TARGET is built from (app/commit.h), "-dirty" behind it where
# files were changed since. Made anew after a commit and with every changed source.
function(birddream_commit target)
  set(file ${CMAKE_BINARY_DIR}/generated/commit.cpp)
  file(GLOB_RECURSE newer CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.cpp ${CMAKE_SOURCE_DIR}/src/*.h ${CMAKE_SOURCE_DIR}/src/*.inc)
  find_program(BIRDDREAM_GIT git)
  if(BIRDDREAM_GIT)
    execute_process(COMMAND ${BIRDDREAM_GIT} rev-parse --git-path logs/HEAD WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
                    OUTPUT_VARIABLE log OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    get_filename_component(log "${log}" ABSOLUTE BASE_DIR ${CMAKE_SOURCE_DIR})
    if(EXISTS ${log} AND NOT IS_DIRECTORY ${log})
      list(APPEND newer ${log})
    endif()
  endif()
  add_custom_command(OUTPUT ${file} DEPENDS ${newer} VERBATIM
                     COMMAND ${CMAKE_COMMAND} -D ROOT=${CMAKE_SOURCE_DIR} -D GIT=${BIRDDREAM_GIT} -D FILE=${file}
                             -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE})
  target_sources(${target} PRIVATE ${file})
  set_source_files_properties(${file} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  set(commit "")
  if(GIT)
    execute_process(COMMAND ${GIT} describe --always --dirty --abbrev=12 --exclude=* WORKING_DIRECTORY ${ROOT}
                    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  endif()
  file(WRITE ${FILE} "#include \"app/commit.h\"\n\nconst char* const birddream::app::commit = \"${commit}\";\n")
endif()
