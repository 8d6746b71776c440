#pragma once

#ifndef __CUDACC__
#include <cmath>
#endif

#include "cuda/kernels/slice.h"
#include "cuda/step_block.h"

namespace birddream::cuda {

/// What a term looks at: the logits as floats (n = 1, `classes` of them), or a layer.
struct TapView {
  const float* logits;
  Slice layer;
  int classes;
};

/// The one of `count` cells at that share of them.
BIRDDREAM_BOTH int cell_at(float share, int count) {
  const int cell = static_cast<int>(share * static_cast<float>(count));
  return cell < 0 ? 0 : cell < count ? cell : count - 1;
}

/// The objective and the scale of its gradient (dream/objective.h has the terms). One block.
struct ObjectiveValue {
  static constexpr int threads = 512;
  static constexpr int shared_bytes = 256;
  TapView taps[most_taps];
  const StepBlock* block;
  StepResult* result;

  /// Of a class: adds to `largest` of the gradient.
  template <class Team>
  BIRDDREAM_BOTH float class_term(Team& team, int number, const StepBlock::Term& term, float& largest) const {
    const TapView& tap = taps[term.tap];
    const float own = tap.logits[term.index];
    const float weight = fabsf(term.weight);
    if (term.kind == StepBlock::class_logit) {
      largest += weight;
      return own;
    }
    float top = tap.logits[0];
    for (int i = team.rank(); i < tap.classes; i += team.size())
      top = tap.logits[i] > top ? tap.logits[i] : top;
    top = team.max(top);
    float sum = 0;
    for (int i = team.rank(); i < tap.classes; i += team.size()) sum += expf(tap.logits[i] - top);
    sum = team.sum(sum);
    if (team.rank() == 0) result->term_numbers[number] = top, result->term_sums[number] = sum;
    const float share = expf(own - top) / sum;
    if (term.kind == StepBlock::cross_entropy) {
      largest += weight * (1 - share);
      return own - top - logf(sum);
    }
    largest += weight * share * (1 - share);
    return share;
  }

  template <class Team>
  BIRDDREAM_BOTH float layer_term(Team& team, const StepBlock::Term& term, float& largest) const {
    const Slice& x = taps[term.tap].layer;
    const float weight = fabsf(term.weight);
    const auto pixels = static_cast<float>(x.pixels());
    if (term.kind == StepBlock::neuron) {
      largest += weight;
      return to_float(*x.at(x.pixel(0, cell_at(term.down, x.h), cell_at(term.across, x.w)), term.index));
    }
    float sum = 0;
    if (term.kind == StepBlock::channel) {
      for (long i = team.rank(); i < x.pixels(); i += team.size()) sum += to_float(*x.at(i, term.index));
      largest += weight / pixels;
      return team.sum(sum) / pixels;
    }
    float top = 0;
    for (long i = team.rank(); i < x.lots(); i += team.size()) {
      const Place p = place_of(x, i);
      const Floats v = load(x.at(p.pixel, p.channel));
      for (int k = 0; k < lot; ++k) {
        sum += v.v[k] * v.v[k];
        top = fabsf(v.v[k]) > top ? fabsf(v.v[k]) : top;
      }
    }
    const float count = pixels * static_cast<float>(x.c);
    top = team.max(top);
    largest += 2 * weight * top / count;
    return team.sum(sum) / count;
  }

  template <class Team>
  BIRDDREAM_BOTH void run(Team& team) const {
    float value = 0, largest = 0;
    for (int t = 0; t < block->term_count; ++t) {
      const StepBlock::Term& term = block->terms[t];
      const bool of_class = term.kind <= StepBlock::probability;
      value +=
          term.weight * (of_class ? class_term(team, t, term, largest) : layer_term(team, term, largest));
    }
    if (team.rank() != 0) return;
    result->objective = value;
    result->scale = largest > 0 ? block->loss_scale / largest : 1;
  }
};

/// The scaled gradient of all terms that look at one tap.
struct EntryGradient {
  TapView tap;
  int number;  ///< of the tap
  const StepBlock* block;
  const StepResult* result;
  Landing gx;  ///< of the tap's shape

  BIRDDREAM_BOTH float of_class(int t, const StepBlock::Term& term, int i) const {
    const float itself = i == term.index ? 1 : 0;
    if (term.kind == StepBlock::class_logit) return itself;
    const float top = result->term_numbers[t], sum = result->term_sums[t];
    const float slope = itself - expf(tap.logits[i] - top) / sum;
    return term.kind == StepBlock::cross_entropy ? slope : slope * expf(tap.logits[term.index] - top) / sum;
  }
  BIRDDREAM_BOTH float of_layer(const StepBlock::Term& term, const Place& p, int channel, float x) const {
    const auto pixels = static_cast<float>(gx.to.pixels());
    if (term.kind == StepBlock::layer) return 2 * x / (pixels * static_cast<float>(gx.to.c));
    if (channel != term.index) return 0;
    if (term.kind == StepBlock::channel) return 1 / pixels;
    return p.y == cell_at(term.down, gx.to.h) && p.x == cell_at(term.across, gx.to.w) ? 1 : 0;
  }

  BIRDDREAM_BOTH void operator()(long item) const {
    const Place p = place_of(gx.to, item);
    Floats sum{}, x{};
    if (tap.logits == nullptr) x = load(tap.layer.at(p.pixel, p.channel));
    for (int t = 0; t < block->term_count; ++t) {
      const StepBlock::Term& term = block->terms[t];
      if (term.tap != number) continue;
      for (int k = 0; k < lot; ++k) {
        const int channel = p.channel + k;
        if (tap.logits == nullptr)
          sum.v[k] += term.weight * of_layer(term, p, channel, x.v[k]);
        else if (channel < tap.classes)
          sum.v[k] += term.weight * of_class(t, term, channel);
      }
    }
    for (int k = 0; k < lot; ++k) sum.v[k] *= result->scale;
    gx.put(p.pixel, p.channel, sum);
  }
};

}  // namespace birddream::cuda
