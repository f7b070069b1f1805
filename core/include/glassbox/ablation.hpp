#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "glassbox/trainer.hpp"

namespace glassbox {

/// What a unit is worth: the loss of the training rows, without penalties, while its output is held at 0, as if it were not there.
struct AblatedUnit {
  int layer = 0;  ///< index into Summary::layers
  int unit = 0;   ///< of images: the channel, all of whose places are held
  double loss = 0;
};

class AblationImplementation;

/// Takes the units of a run away, one at a time, each alone: those of every layer that has weights of its own and is not the output. An
/// evaluation: nothing is dropped out, running statistics serve. The run stays as it was, and must stay while this is in use.
class Ablation {
 public:
  /// A unit without which the loss rises by less than this share of it is of no use.
  static constexpr double kUseless = 1e-3;

  explicit Ablation(const Trainer& trainer);
  Ablation(Ablation&&) noexcept;
  ~Ablation();

  /// True when all units have been taken away; `keep_going` is asked between passes of at most 256 rows.
  bool advance(const std::function<bool()>& keep_going = nullptr);

  double loss() const;                            ///< with all units; once done
  const std::vector<AblatedUnit>& units() const;  ///< the dearest first: largest loss; once done
  int rows() const;                               ///< training rows asked, the first ones: as many as some 10^9 multiply-adds allow

  /// {step, done, passes, allPasses, rows, allRows, loss, useless, units:[{layer, layerName, unit, image, loss, change}]}; the last three
  /// once done. useless: how many units are.
  std::string json() const;

 private:
  std::unique_ptr<AblationImplementation> implementation_;
};

}  // namespace glassbox
