#include "net/inception_v4_layout.h"

#include <utility>

namespace birddream::net {
namespace {

using Pool = BranchPlan::Pool;

/// Writes a block down branch by branch, in timm's order; channel counts follow from one another.
class Writer {
 public:
  Writer(int index, std::string tap, int in) : prefix_("features." + std::to_string(index)), in_(in) {
    block_.tap = std::move(tap);
  }

  /// Opens a branch; layers that follow belong to it and are numbered: "branch1.0", "branch1.1".
  Writer& branch(const std::string& name = "", Pool pool = Pool::none) {
    block_.branches.push_back({pool, {}, {}});
    name_ = prefix_ + "." + name + ".";
    numbered_ = true;
    // In a sequence behind a pool the first convolution is number 1.
    number_ = pool == Pool::average ? 1 : 0;
    channels_ = in_;
    return *this;
  }
  /// Opens a branch of one layer, which bears its name; "": the block's own.
  Writer& single(const std::string& name = "") {
    branch();
    name_ = name.empty() ? prefix_ : prefix_ + "." + name;
    numbered_ = false;
    return *this;
  }
  /// A convolution that keeps the size (or loses the kernel's rim, if not padded).
  Writer& conv(int out, int height, int width, bool padded = true) {
    return add({next_name(), channels_, out, height, width, 1, padded});
  }
  Writer& point(int out) { return conv(out, 1, 1, false); }
  Writer& halve(int out) { return add({next_name(), channels_, out, 3, 3, 2, false}); }
  /// A convolution with a name of its own instead of a number ("branch1_1a").
  Writer& named(const std::string& name, int out, int height, int width) {
    return add({prefix_ + "." + name, channels_, out, height, width, 1, height * width > 1});
  }
  Writer& fork(const std::string& name, int out, int height, int width) {
    block_.branches.back().fork.push_back(
        {prefix_ + "." + name, channels_, out, height, width, 1, height * width > 1});
    return *this;
  }
  BlockPlan done() {
    for (const BranchPlan& branch : block_.branches) {
      if (branch.chain.empty())
        block_.channels += in_;
      else if (branch.fork.empty())
        block_.channels += branch.chain.back().out;
      for (const LayerPlan& layer : branch.fork) block_.channels += layer.out;
    }
    return std::move(block_);
  }

 private:
  std::string next_name() { return numbered_ ? name_ + std::to_string(number_++) : name_; }
  Writer& add(LayerPlan layer) {
    channels_ = layer.out;
    block_.branches.back().chain.push_back(std::move(layer));
    return *this;
  }

  std::string prefix_;
  std::string name_;
  int in_;
  int channels_ = 0;
  int number_ = 0;
  bool numbered_ = true;
  BlockPlan block_;
};

BlockPlan inception_a(int index, const std::string& tap) {
  Writer w(index, tap, 384);
  w.single("branch0").point(96);
  w.branch("branch1").point(64).conv(96, 3, 3);
  w.branch("branch2").point(64).conv(96, 3, 3).conv(96, 3, 3);
  w.branch("branch3", Pool::average).point(96);
  return w.done();
}

BlockPlan inception_b(int index, const std::string& tap) {
  Writer w(index, tap, 1024);
  w.single("branch0").point(384);
  w.branch("branch1").point(192).conv(224, 1, 7).conv(256, 7, 1);
  w.branch("branch2").point(192).conv(192, 7, 1).conv(224, 1, 7).conv(224, 7, 1).conv(256, 1, 7);
  w.branch("branch3", Pool::average).point(128);
  return w.done();
}

BlockPlan inception_c(int index, const std::string& tap) {
  Writer w(index, tap, 1536);
  w.single("branch0").point(256);
  w.branch().named("branch1_0", 384, 1, 1).fork("branch1_1a", 256, 1, 3).fork("branch1_1b", 256, 3, 1);
  w.branch().named("branch2_0", 384, 1, 1).named("branch2_1", 448, 3, 1).named("branch2_2", 512, 1, 3);
  w.fork("branch2_3a", 256, 1, 3).fork("branch2_3b", 256, 3, 1);
  w.branch("branch3", Pool::average).point(256);
  return w.done();
}

}  // namespace

std::vector<BlockPlan> inception_v4_layout() {
  std::vector<BlockPlan> blocks;
  blocks.push_back(Writer(0, "stem_1", 3).single().halve(32).done());
  blocks.push_back(Writer(1, "stem_2", 32).single().conv(32, 3, 3, false).done());
  blocks.push_back(Writer(2, "stem_3", 32).single().conv(64, 3, 3).done());
  blocks.push_back(Writer(3, "mixed_3a", 64).branch("", Pool::max_halving).single("conv").halve(96).done());
  Writer mixed(4, "mixed_4a", 160);
  mixed.branch("branch0").point(64).conv(96, 3, 3, false);
  mixed.branch("branch1").point(64).conv(64, 1, 7).conv(64, 7, 1).conv(96, 3, 3, false);
  blocks.push_back(mixed.done());
  blocks.push_back(Writer(5, "mixed_5a", 192).single("conv").halve(192).branch("", Pool::max_halving).done());
  for (int i = 1; i <= 4; ++i) blocks.push_back(inception_a(5 + i, "inception_a_" + std::to_string(i)));
  Writer a(10, "reduction_a", 384);
  a.single("branch0").halve(384);
  a.branch("branch1").point(192).conv(224, 3, 3).halve(256);
  a.branch("", Pool::max_halving);
  blocks.push_back(a.done());
  for (int i = 1; i <= 7; ++i) blocks.push_back(inception_b(10 + i, "inception_b_" + std::to_string(i)));
  Writer b(18, "reduction_b", 1024);
  b.branch("branch0").point(192).halve(192);
  b.branch("branch1").point(256).conv(256, 1, 7).conv(320, 7, 1).halve(320);
  b.branch("", Pool::max_halving);
  blocks.push_back(b.done());
  for (int i = 1; i <= 3; ++i) blocks.push_back(inception_c(18 + i, "inception_c_" + std::to_string(i)));
  return blocks;
}

}  // namespace birddream::net
