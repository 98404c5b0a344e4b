#pragma once

#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

namespace dimsim::policy {

// What a policy's parameters are made of: their declaration (Field), and their resolved values (Node).
using language::Field;
using language::Node;

}  // namespace dimsim::policy
