#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "plan/plan.h"

namespace birddream::plan {

/// Plans that networks of one architecture share: moving from one checkpoint to the next then writes weights
/// into a plan that is there. Safe from any thread.
class PlanPool {
 public:
  /// `budget`: bytes of plans that are kept while nobody uses them.
  explicit PlanPool(Precision precision, std::size_t budget = std::size_t{1} << 30)
      : precision_(precision), budget_(budget) {}

  /// A plan with these weights, for its holder alone as long as he keeps it. In this order: a free one that
  /// has the same graphs' numbers, a free one that was last given to a `weights` which is gone, a new one.
  /// Where that would be beyond the budget, a free one changes its weights, or plans of other sizes go, those
  /// longest unused first. Error: Plan::make()'s.
  Result<std::shared_ptr<Plan>> take(const std::shared_ptr<const net::GraphBlend>& weights, Plan::Size size,
                                     const std::set<std::string>& wanted);

  Precision precision() const { return precision_; }
  /// Plans there are, in use or not.
  std::size_t size() const;

 private:
  /// Of a GraphBlend, by the graphs that are in it.
  struct Numbers {
    std::weak_ptr<const net::Graph> from, to;
    bool mixed = false;
    float share = 0;
    explicit Numbers(const net::GraphBlend& weights);
    bool are(const net::GraphBlend& weights) const;
  };
  struct Entry {
    std::shared_ptr<Plan> plan;                  // in use while others hold it too
    Numbers numbers;                             // what is packed
    std::weak_ptr<const net::GraphBlend> asker;  // of those numbers, the last; gone: nobody needs them now
    Plan::Size size;
    std::set<std::string> wanted;
    int threads = 0;
  };
  Entry* find_free(const Entry& like, const net::GraphBlend& weights);
  void make_room();

  const Precision precision_;
  const std::size_t budget_;
  mutable std::mutex mutex_;  // guards what follows
  std::list<Entry> entries_;  // the one used last in front
};

}  // namespace birddream::plan
