#include "app/program.h"

int main(int argc, char** argv) {
  return birddream::app::run(argc, argv);
}
