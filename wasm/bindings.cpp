#include <emscripten/bind.h>

#include "glassbox/fields.hpp"
#include "glassbox/number.hpp"
#include "session.hpp"

EMSCRIPTEN_BINDINGS(glassbox) {
  using emscripten::class_;
  using emscripten::function;
  using emscripten::select_overload;
  using glassbox::Session;

  function("fieldsJson", &glassbox::fields_json);
  function("readNumber", &glassbox::read_number_json);
  function("writeNumber", select_overload<std::string(double)>(&glassbox::write_number));

  class_<Session>("Session")
      .constructor<>()
      .function("provideTable", &Session::provide_table)
      .function("tableNeeded", &Session::table_needed)
      .function("open", &Session::open)
      .function("amend", &Session::amend)
      .function("advance", &Session::advance)
      .function("seek", &Session::seek)
      .function("measure", &Session::measure)
      .function("status", &Session::status)
      .function("form", &Session::form)
      .function("run", &Session::run)
      .function("divergence", &Session::divergence)
      .function("takeSnapshot", &Session::take_snapshot)
      .function("snapshotBytes", &Session::snapshot_bytes)
      .function("setTrace", &Session::set_trace)
      .function("setCode", &Session::set_code)
      .function("row", &Session::row)
      .function("rows", &Session::rows)
      .function("weightsHash", &Session::weights_hash)
      .function("stateHash", &Session::state_hash)
      .function("checkpoint", &Session::checkpoint)
      .function("restore", &Session::restore)
      .function("past", &Session::past)
      .function("withField", &Session::with_field)
      .function("withLayer", &Session::with_layer)
      .function("withPoint", &Session::with_point)
      .function("withEdit", &Session::with_edit)
      .function("withPastedRows", &Session::with_pasted_rows)
      .function("check", &Session::check);
}
