#include "plan/plan_pool.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>

namespace birddream::plan {
namespace {

bool is_free(const std::shared_ptr<Plan>& plan) {
  if (plan.use_count() > 1) return false;
  // What its last user did is seen by the next.
  std::atomic_thread_fence(std::memory_order_acquire);
  return true;
}

}  // namespace

PlanPool::Numbers::Numbers(const net::GraphBlend& weights)
    : from(weights.from), to(weights.to), mixed(weights.to != nullptr), share(weights.share) {}

bool PlanPool::Numbers::are(const net::GraphBlend& weights) const {
  const auto a = from.lock(), b = to.lock();
  if (!a || a != weights.from || mixed != (weights.to != nullptr)) return false;
  return !mixed || (b && b == weights.to && share == weights.share);
}

PlanPool::Entry* PlanPool::find_free(const Entry& like, const net::GraphBlend& weights) {
  Entry *orphan = nullptr, *other = nullptr;
  std::size_t bytes = 0;
  for (Entry& entry : entries_) {
    bytes += entry.plan->bytes();
    const bool fits = entry.size == like.size && entry.wanted == like.wanted && entry.threads == like.threads;
    if (!fits || !is_free(entry.plan)) continue;
    if (entry.numbers.are(weights)) return &entry;
    if (entry.asker.expired()) orphan = &entry;
    other = &entry;
  }
  if (orphan) return orphan;
  return bytes > budget_ ? other : nullptr;
}

void PlanPool::make_room() {
  std::size_t bytes = 0;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const std::size_t with = bytes + entry->plan->bytes();
    if (with > budget_ && is_free(entry->plan)) {
      entry = entries_.erase(entry);
    } else {
      bytes = with;
      ++entry;
    }
  }
}

Result<std::shared_ptr<Plan>> PlanPool::take(const std::shared_ptr<const net::GraphBlend>& weights,
                                             Plan::Size size, const std::set<std::string>& wanted) {
  const std::lock_guard lock(mutex_);
  const Entry like{nullptr, Numbers(*weights), weights, size, wanted, at::get_num_threads()};
  Entry* found = find_free(like, *weights);
  if (!found) {
    make_room();
    auto made = Plan::make(*weights, size, wanted, precision_);
    if (!made) return made.error();
    entries_.push_front(like);
    entries_.front().plan = std::move(made).value();
    return entries_.front().plan;
  }
  if (!found->numbers.are(*weights)) {
    found->plan->set_weights(*weights);
    found->numbers = like.numbers;
  }
  found->asker = weights;
  const auto place = std::ranges::find_if(entries_, [&](const Entry& entry) { return &entry == found; });
  entries_.splice(entries_.begin(), entries_, place);
  return entries_.front().plan;
}

std::size_t PlanPool::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace birddream::plan
