#pragma once

#include "glassbox/dataset.hpp"

namespace glassbox {

/// Every table in core/data, as bytes built into the program.
Tables embedded_tables();

}  // namespace glassbox
