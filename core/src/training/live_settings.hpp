#pragma once

namespace glassbox::training {

/// What live edits may change.
struct LiveSettings {
  double lr = 0, mom = 0, l1 = 0, l2 = 0;
  int batch = 0;  ///< rows a step, 0 = all; taken over when an epoch begins

  bool operator==(const LiveSettings&) const = default;
};

}  // namespace glassbox::training
