#include "glassbox/checks.hpp"

#include <algorithm>

#include "checks/data_check.hpp"
#include "checks/gradient_check.hpp"
#include "checks/update_check.hpp"
#include "glassbox/json.hpp"
#include "training/trainer_of.hpp"

namespace glassbox {
namespace {

/// The run as it stands, as one in double precision. In a run of single precision every number is the same.
Trainer in_double(const Trainer& trainer) {
  Experiment experiment = trainer.experiment();
  experiment.precision = 64;
  auto run = std::make_unique<training::TrainerOf<double>>(std::move(experiment), trainer.dataset(), trainer.prepared());
  run->restore(training::visit(trainer.implementation(), [](const auto& narrow) { return narrow.wide_checkpoint(); }), nullptr, nullptr);
  return Trainer(std::move(run));
}

}  // namespace

class Checks::Implementation {
 public:
  explicit Implementation(const Trainer& trainer)
      : run(in_double(trainer)),
        layers(summarize(trainer.experiment()).layers),
        record(probe::record_step(run)),
        gradient(run, *record),
        update(checks::compare_update(run.experiment(), *record, part_of_epoch(trainer))),
        data(checks::check_data(trainer)) {}

  static double part_of_epoch(const Trainer& trainer) {
    const auto rows = static_cast<std::int64_t>(trainer.prepared().train.size());
    return static_cast<double>(trainer.samples() - trainer.epoch() * rows) / static_cast<double>(rows);
  }

  Trainer run;
  std::vector<LayerSummary> layers;
  std::unique_ptr<probe::Recording> record;
  checks::GradientComparison gradient;
  UpdateCheck update;
  DataCheck data;
};

Checks::Checks(const Trainer& trainer) : implementation_(std::make_unique<Implementation>(trainer)) {}
Checks::Checks(Checks&&) noexcept = default;
Checks::~Checks() = default;

bool Checks::advance(const std::function<bool()>& keep_going) { return implementation_->gradient.advance(keep_going); }
const GradientCheck& Checks::gradient() const { return implementation_->gradient.result(); }
const UpdateCheck& Checks::update() const { return implementation_->update; }
const DataCheck& Checks::data() const { return implementation_->data; }
std::int64_t Checks::step() const { return implementation_->record->step; }
bool Checks::taken() const { return !implementation_->record->next.empty(); }

Verdict Checks::verdict() const {
  const Verdict all[] = {gradient().verdict, update().verdict, data().verdict};
  for (const Verdict worst : {Verdict::wrong, Verdict::note}) {
    if (std::find(std::begin(all), std::end(all), worst) != std::end(all)) return worst;
  }
  return taken() ? Verdict::right : Verdict::none;
}

std::string_view verdict_name(Verdict verdict) {
  constexpr std::string_view kNames[] = {"right", "note", "wrong", "none"};
  return kNames[static_cast<int>(verdict)];
}

namespace {

template <class T>
void write_list(JsonWriter& json, std::string_view name, const std::vector<T>& list) {
  json.key(name).begin_array();
  for (const T& entry : list) json.value(entry);
  json.end_array();
}

void write_rows(JsonWriter& json, const std::vector<CheckedParameter>& rows, const std::vector<LayerSummary>& layers) {
  constexpr std::string_view kKinds[] = {"right", "wrong", "kink", "unclear"};
  json.key("rows").begin_array();
  for (const CheckedParameter& row : rows) {
    json.begin_object()
        .member("address", row.address)
        .member("layer", row.layer)
        .member("layerName", layers[static_cast<std::size_t>(row.layer)].name);
    json.member("unit", row.unit).member("input", row.input).member("value", row.value).member("found", row.found);
    json.member("expected", row.expected).member("error", row.error).member("kind", kKinds[static_cast<int>(row.kind)]).end_object();
  }
  json.end_array();
}

void write_gradient(JsonWriter& json, const GradientCheck& check, const std::vector<LayerSummary>& layers) {
  json.key("gradient").begin_object().member("verdict", verdict_name(check.verdict)).member("tolerance", GradientCheck::kTolerance);
  json.member("parameters", check.parameters).member("asked", check.asked).member("checked", check.checked);
  json.member("judged", check.judged());
  json.member("wrong", check.wrong).member("kinks", check.kinks).member("unclear", check.unclear).member("worst", check.worst);
  json.member("loss", check.loss).member("plainLoss", check.plain_loss);
  write_list(json, "borrowed", check.borrowed);
  write_rows(json, check.rows, layers);
  json.end_object();
}

void write_update(JsonWriter& json, const UpdateCheck& check, const std::vector<LayerSummary>& layers) {
  json.key("update").begin_object().member("verdict", verdict_name(check.verdict)).member("tolerance", UpdateCheck::kTolerance);
  json.member("optimiser", check.optimiser).member("rate", check.rate).member("plainRate", check.plain_rate).member("ratio", check.ratio);
  json.member("worst", check.worst).member("wrong", check.wrong);
  write_rows(json, check.rows, layers);
  json.end_object();
}

void write_data(JsonWriter& json, const DataCheck& check) {
  constexpr std::string_view kParts[] = {"train", "test", "blind"};
  json.begin_object().member("verdict", verdict_name(check.verdict)).key("findings").begin_array();
  for (const DataFinding& finding : check.findings) {
    json.begin_object().member("code", finding.code).member("verdict", verdict_name(finding.verdict));
    write_list(json, "numbers", finding.numbers);
    json.end_object();
  }
  json.end_array().key("parts").begin_array();
  for (int part = 0; part < 3; ++part) {
    if (check.parts[part].rows == 0) continue;
    json.begin_object().member("name", kParts[part]).member("rows", check.parts[part].rows);
    write_list(json, "classes", check.parts[part].classes);
    json.end_object();
  }
  json.end_array();
  write_list(json, "classNames", check.class_names);
  write_list(json, "batches", check.batches);
  json.end_object();
}

}  // namespace

std::string Checks::json() const {
  JsonWriter json;
  json.begin_object().member("step", step()).member("taken", taken()).member("done", gradient().checked == gradient().asked);
  json.member("verdict", verdict_name(verdict()));
  write_gradient(json, gradient(), implementation_->layers);
  write_update(json, update(), implementation_->layers);
  json.key("data");
  write_data(json, data());
  json.end_object();
  return json.text();
}

std::string data_check_json(const Trainer& trainer) {
  JsonWriter json;
  write_data(json, checks::check_data(trainer));
  return json.text();
}

}  // namespace glassbox
