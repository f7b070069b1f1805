#include "glassbox/profile.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "glassbox/json.hpp"
#include "glassbox/snapshot.hpp"
#include "math/peak.hpp"
#include "probe/inside.hpp"
#include "training/limits.hpp"
#include "training/penalty.hpp"

namespace glassbox {
namespace {

using Clock = std::function<double()>;

/// Seconds of one call: the least of some stretches, each long enough for the clock and all together at least `budget` long.
template <class Work>
double seconds_of(const Clock& now, double budget, Work work) {
  constexpr int kStretches = 5;
  work();
  double least = 0;
  for (int stretch = 0; stretch < kStretches; ++stretch) {
    const double start = now();
    double stop = start;
    int calls = 0, next = 1;
    while (stop - start < budget / kStretches) {
      for (int call = 0; call < next; ++call) work();
      calls += next;
      next *= 2;
      stop = now();
    }
    const double each = (stop - start) / calls;
    least = stretch == 0 ? each : std::min(least, each);
  }
  return least;
}

/// The parts of a step of one trainer, run one by one on working memory of their own.
template <class S>
class Parts {
 public:
  Parts(const Trainer& trainer, int rows, const Clock& now, double budget)
      : trainer_(trainer),
        inside_(probe::inside<S>(trainer)),
        network_(inside_.network()),
        rows_(rows),
        now_(now),
        budget_(budget),
        chunk_(std::min(rows, training::chunk_rows(network_.parameter_count(), network_.whole_batch()))),
        buffers_(network_.make_buffers(chunk_, network::GradientPanels::training)),
        gradients_(network_.parameter_count()),
        parameters_(network_.parameter_count()),
        statistics_(network_.statistic_count()),
        loss_(network::make_loss<S>(trainer.experiment().loss, trainer.experiment().classw, trainer.experiment().logclip)),
        order_(trainer.prepared().train.begin(), trainer.prepared().train.begin() + rows) {
    std::copy(inside_.parameters().begin(), inside_.parameters().end(), parameters_.data());
  }

  std::vector<ProfilePart> measure() {
    std::vector<ProfilePart> parts;
    const std::int64_t forward = forward_multiply_adds(), values = value_bytes(), parameters = parameter_bytes();
    add(parts, "data", 0, 2 * rows_ * input_bytes(), [&](int first, int count) { gather(first, count); });
    add(parts, "forward", forward, 2 * values + parameters, [&](int, int) { network_.forward(pass()); });
    add(parts, "loss", 0, 3 * rows_ * output_bytes(), [&](int, int) { take_loss(); });
    add(parts, "backward", backward_multiply_adds(), 4 * values + 2 * parameters, [&](int, int) { go_back(); });
    parts.push_back({"update", update_seconds(), 0, parameters * (3 + 2 * static_cast<std::int64_t>(moments_))});
    if (trainer_.experiment().eval > 0) parts.push_back(metrics());
    return parts;
  }

 private:
  /// Times `work` on every chunk of a batch; the chunks before it in a step have left the buffers as they are needed.
  template <class Work>
  void add(std::vector<ProfilePart>& parts, const char* name, std::int64_t multiply_adds, std::int64_t bytes, Work work) {
    double seconds = 0;
    for (int first = 0; first < rows_; first += chunk_) {
      const int count = std::min(chunk_, rows_ - first);
      prepare(first, count);
      const bool like_the_last = first > 0 && count == chunk_;
      if (!like_the_last) last_seconds_ = seconds_of(now_, budget_, [&] { work(first, count); });
      seconds += last_seconds_;
    }
    parts.push_back({name, seconds, multiply_adds, bytes});
  }

  void gather(int first, int count) {
    inside_.rows().gather(std::span<const int>(order_).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count)),
                          buffers_.examples());
  }
  void prepare(int first, int count) {
    buffers_.set_rows(count);
    gather(first, count);
    network_.forward(pass());
    take_loss();
  }
  network::Pass<S> pass() const {
    network::Pass<S> pass{buffers_, parameters_.data(), inside_.statistics().data(), statistics_.data(), network::Mode::train};
    pass.whole_step = rows_ <= chunk_;
    return pass;
  }
  void take_loss() {
    const math::Panel<const S> z = buffers_.value(network_.logits()), a = buffers_.value(network_.answers()), y = buffers_.targets();
    const math::Panel<S> d = buffers_.gradient(loss_->on_logits() ? network_.logits() : network_.answers());
    sink_ = loss_->gradient_and_value(z, a, y, S(1) / S(rows_), d);
  }
  void go_back() {
    if (rows_ > chunk_ || !network_.writes_gradients()) gradients_.clear();
    network_.backward(pass(), loss_->on_logits(), gradients_.data());
  }

  double update_seconds() {
    const Experiment& experiment = trainer_.experiment();
    const auto optimiser = training::optimiser_of<S>(experiment, network_.parameter_count());
    moments_ = optimiser->moments().size();
    training::LiveSettings settings = trainer_.implementation().settings();
    network::Arena<S> next(network_.parameter_count());
    const bool limited = training::limits_steps(experiment);
    return seconds_of(now_, budget_, [&] {
      training::add_penalty_gradient(network_, parameters_.data(), settings.l1, settings.l2, gradients_.data());
      if (limited) training::clip_gradients(experiment, gradients_);
      optimiser->update(settings.lr, settings.mom, parameters_, gradients_, next);
      if (limited) training::limit_weights(network_, experiment.maxnorm, next.data());
    });
  }

  /// Of all rows, spread over the steps from one evaluation to the next.
  ProfilePart metrics() {
    training::Evaluation<S> evaluation(trainer_.experiment(), trainer_.dataset(), trainer_.prepared(), inside_.rows(), *loss_);
    network::Buffers<S> buffers =
        network_.make_buffers(training::chunk_rows(network_.parameter_count(), network_.whole_batch()), network::GradientPanels::none);
    const double seconds = seconds_of(now_, budget_, [&] {
      evaluation.begin();
      while (!evaluation.done()) evaluation.advance(network_, parameters_.data(), inside_.statistics().data(), buffers);
    });
    const double share = 1.0 / (static_cast<double>(trainer_.experiment().eval) * static_cast<double>(trainer_.steps_per_epoch()));
    const double rows = trainer_.dataset().rows;
    const auto of_a_step = [&](std::int64_t batch) { return static_cast<std::int64_t>(static_cast<double>(batch) / rows_ * rows * share); };
    return {"metrics", seconds * share, of_a_step(forward_multiply_adds()), of_a_step(2 * value_bytes() + 2 * rows_ * input_bytes())};
  }

  std::int64_t forward_multiply_adds() const {
    std::int64_t sum = 0;
    for (const auto& operation : network_.operations()) sum += operation->multiply_adds();
    return sum * rows_;
  }
  std::int64_t backward_multiply_adds() const {
    std::int64_t sum = 0;
    for (const auto& operation : network_.operations()) {
      sum += operation->multiply_adds() * (buffers_.gradient(operation->in()).data != nullptr ? 2 : 1);
    }
    return sum * rows_;
  }
  std::int64_t input_bytes() const { return static_cast<std::int64_t>(network_.inputs()) * static_cast<std::int64_t>(sizeof(S)); }
  std::int64_t output_bytes() const { return static_cast<std::int64_t>(network_.outputs()) * static_cast<std::int64_t>(sizeof(S)); }
  std::int64_t parameter_bytes() const { return static_cast<std::int64_t>(network_.parameter_count() * sizeof(S)); }
  std::int64_t value_bytes() const {
    std::int64_t units = network_.inputs();
    for (const auto& operation : network_.operations()) units += buffers_.value(operation->out()).units;
    return units * rows_ * static_cast<std::int64_t>(sizeof(S));
  }

  const Trainer& trainer_;
  const training::TrainerOf<S>& inside_;
  const network::Network<S>& network_;
  int rows_;
  const Clock& now_;
  double budget_;
  int chunk_;
  network::Buffers<S> buffers_;
  network::Arena<S> gradients_, parameters_, statistics_;
  std::unique_ptr<network::Loss<S>> loss_;
  std::vector<int> order_;
  std::size_t moments_ = 0;
  double last_seconds_ = 0;
  volatile S sink_ = 0;
};

/// Seconds of a step of a run: whole epochs, since metrics fall due at their ends.
double trained_seconds(Trainer& trainer, const Clock& now, double budget) {
  const std::int64_t stride = trainer.steps_per_epoch() * std::max(1, trainer.experiment().eval);
  double least = 0;
  trainer.advance(0);
  trainer.implementation().go_on();  // a target may be met before the first step
  const double end = now() + budget;
  for (double start = now(); trainer.state() == RunState::ready && (start < end || least == 0);) {
    const std::int64_t first = trainer.step();
    std::int64_t epochs = 1;
    double stop = start;
    while (stop - start < budget / 8 && trainer.state() == RunState::ready) {
      trainer.advance(trainer.step() + epochs * stride);
      epochs *= 2;
      stop = now();
    }
    const double each = (stop - start) / static_cast<double>(std::max<std::int64_t>(trainer.step() - first, 1));
    least = least == 0 ? each : std::min(least, each);
    start = stop;
  }
  return least;
}

/// What a page sees while it draws sixty pictures in each second of training: weights, maps and the answers to all rows.
ProfilePart probes(Trainer& trainer, const Clock& now, double budget, double step_seconds) {
  constexpr std::uint32_t kSeen = kPartParameters | kPartUnitMaps | kPartDecision | kPartPredictions;
  constexpr int kMapSize = 32;
  Snapshot snapshot;
  const double seconds = seconds_of(now, budget, [&] { take_snapshot(trainer, kSeen, kMapSize, {}, snapshot); });
  const double pictures = 60 * step_seconds;
  return {"probes", seconds * pictures, 0, static_cast<std::int64_t>(std::ceil(static_cast<double>(snapshot.bytes.size()) * pictures))};
}

template <class S>
Profile profile_in(Trainer& trainer, const Clock& now, double budget) {
  Profile result;
  const int train = static_cast<int>(trainer.prepared().train.size()), batch = trainer.implementation().settings().batch;
  result.rows = batch == 0 ? train : std::min(batch, train);
  result.parameters = static_cast<std::int64_t>(probe::inside<S>(trainer).network().parameter_count());
  result.seconds = trained_seconds(trainer, now, 2 * budget);
  result.parts = Parts<S>(trainer, result.rows, now, budget).measure();
  result.parts.push_back(probes(trainer, now, budget, result.seconds));
  result.peak = math::multiply_add_peak<S>(now, budget);
  return result;
}

}  // namespace

double Profile::share_of_peak() const {
  const auto add = [](std::int64_t sum, const ProfilePart& part) { return sum + part.multiply_adds; };
  const auto needed = static_cast<double>(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}, add));
  return seconds > 0 && peak > 0 ? needed / seconds / peak : 0;
}

Profile profile(Trainer trainer, const Clock& now, double budget) {
  return training::in_double(trainer.experiment()) ? profile_in<double>(trainer, now, budget) : profile_in<float>(trainer, now, budget);
}

std::string profile_json(const Profile& profile) {
  JsonWriter json;
  json.begin_object().member("rows", profile.rows).member("parameters", profile.parameters);
  json.member("samplesPerSecond", profile.samples_per_second()).member("stepSeconds", profile.seconds);
  json.member("peak", profile.peak).member("shareOfPeak", profile.share_of_peak()).key("parts").begin_array();
  double sum = 0;
  for (const ProfilePart& part : profile.parts) sum += part.seconds;
  for (const ProfilePart& part : profile.parts) {
    json.begin_object().member("name", part.name).member("seconds", part.seconds).member("share", part.seconds / sum);
    json.member("multiplyAdds", part.multiply_adds).member("bytes", part.bytes);
    json.member("shareOfPeak", static_cast<double>(part.multiply_adds) / part.seconds / profile.peak).end_object();
  }
  json.end_array().end_object();
  return json.text();
}

}  // namespace glassbox
