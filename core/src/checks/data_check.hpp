#pragma once

#include "glassbox/checks.hpp"

namespace glassbox::checks {

DataCheck check_data(const Trainer& trainer);

/// Rehearses one epoch with the same rows, order and batches, without hidden layers and without moving: fills in what it saw.
void check_epoch(const Trainer& trainer, DataCheck& result);

}  // namespace glassbox::checks
