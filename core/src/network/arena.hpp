#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>

#include "math/lanes.hpp"

namespace glassbox::network {

/// A fixed number of scalars in one block, aligned for lanes, zero at first. The block is padded to whole lanes; the padding stays zero.
template <class S>
class Arena {
 public:
  static constexpr std::size_t kAlignment = 32;

  Arena() = default;
  explicit Arena(std::size_t size) : size_(size), padded_((size + math::kLanes - 1) / math::kLanes * math::kLanes) {
    if (padded_ > 0) block_.reset(static_cast<S*>(::operator new (padded_ * sizeof(S), std::align_val_t{kAlignment})));
    clear();
  }

  S* data() const { return block_.get(); }
  std::size_t size() const { return size_; }
  /// size() rounded up to whole lanes.
  std::size_t padded_size() const { return padded_; }
  std::span<S> span() const { return {data(), size_}; }
  void clear() const { std::fill_n(data(), padded_, S(0)); }

 private:
  struct Release {
    void operator()(S* block) const { ::operator delete (block, std::align_val_t{kAlignment}); }
  };
  std::unique_ptr<S, Release> block_;
  std::size_t size_ = 0;
  std::size_t padded_ = 0;
};

}  // namespace glassbox::network
