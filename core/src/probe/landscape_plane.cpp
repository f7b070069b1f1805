#include "probe/landscape_plane.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "experiment/facts.hpp"
#include "math/random.hpp"

namespace glassbox::probe {
namespace {

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

std::array<double, 2> Plane::nearest(const std::vector<double>& move) const {
  const double xx = dot(direction[0], direction[0]), xy = dot(direction[0], direction[1]), yy = dot(direction[1], direction[1]);
  const double x = dot(direction[0], move), y = dot(direction[1], move);
  const double determinant = xx * yy - xy * xy;
  return {(yy * x - xy * y) / determinant, (xx * y - xy * x) / determinant};
}

template <class S>
std::vector<double> random_direction(const training::TrainerOf<S>& run, std::uint32_t seed, int direction) {
  std::vector<double> result(run.network().parameter_count(), 0);
  std::uint32_t index = 0;
  for (const network::Layer& layer : run.network().layers()) {
    const std::uint32_t place = index++;
    if (!layer.drawn) continue;
    const math::Random random{seed, math::Purpose::probe, place, static_cast<std::uint64_t>(direction)};
    const auto columns = static_cast<std::size_t>(layer.columns);
    for (std::size_t first = 0; first < layer.weight_count(); first += columns) {
      double own = 0, drawn = 0;
      for (std::size_t i = first; i < first + columns; ++i) {
        const double weight = run.parameters()[layer.first_weight + i];
        const double draw = result[layer.first_weight + i] = random.normal(static_cast<std::uint32_t>(i));
        own += weight * weight;
        drawn += draw * draw;
      }
      const double scale = drawn > 0 ? std::sqrt(own / drawn) : 0;
      for (std::size_t i = first; i < first + columns; ++i) result[layer.first_weight + i] *= scale;
    }
  }
  return result;
}

namespace {

/// Points that neither fill the memory nor make the plane slow to find.
int affordable_points(std::size_t parameters, int most) {
  constexpr double kMostNumbers = 4e6, kMostProducts = 4e8;
  const auto count = static_cast<double>(std::max<std::size_t>(parameters, 1));
  return std::max(5, static_cast<int>(std::min({static_cast<double>(most), kMostNumbers / count, std::sqrt(kMostProducts / count)})));
}

}  // namespace

template <class S>
Path<S>::Path(const training::TrainerOf<S>& run, int most, std::vector<std::vector<std::uint8_t>> past)
    : parameters_(run.network().parameter_count()), past_(std::move(past)) {
  const std::int64_t last = run.step();
  const std::int64_t count = std::min<std::int64_t>(last + 1, affordable_points(parameters_, most));
  for (std::int64_t i = 0; i < count; ++i) steps_.push_back(count > 1 ? i * last / (count - 1) : 0);
  Experiment experiment = run.experiment();
  if (!experiment::watches_test(experiment)) experiment.eval = 0;
  replay_ = std::make_unique<training::TrainerOf<S>>(std::move(experiment), run.dataset(), run.prepared());
  numbers_.resize(static_cast<std::size_t>(count) * parameters_);
}

/// To the last checkpoint before the next point; what is none of this run's is left out.
template <class S>
void Path<S>::leap() {
  const std::vector<std::uint8_t>* nearest = nullptr;
  for (; next_ < past_.size() && training::step_of(past_[next_]) <= steps_[found_]; ++next_) nearest = &past_[next_];
  if (nearest != nullptr && training::step_of(*nearest) > replay_->step()) replay_->restore(*nearest, nullptr, nullptr);
}

template <class S>
bool Path<S>::advance(const std::function<bool()>& keep_going) {
  bool going = true;
  const std::function<bool()> ask = [&] { return going = !keep_going || keep_going(); };
  while (found_ < steps_.size()) {
    leap();
    replay_->advance(steps_[found_], ask);
    if (!going && !(replay_->at_rest() && replay_->step() == steps_[found_])) return false;
    std::copy(replay_->parameters().begin(), replay_->parameters().end(),
              numbers_.begin() + static_cast<std::ptrdiff_t>(found_ * parameters_));
    ++found_;
    if (!going) break;
  }
  if (found_ < steps_.size()) return false;
  replay_.reset();
  past_.clear();
  return true;
}

template <class S>
double Path<S>::progress() const {
  if (replay_ == nullptr) return 1;
  return static_cast<double>(replay_->step()) / static_cast<double>(std::max<std::int64_t>(steps_.back(), 1));
}

template <class S>
std::vector<double> Path<S>::move(std::size_t index, std::span<const S> from) const {
  std::vector<double> result(parameters_);
  const std::span<const S> to = point(index);
  for (std::size_t i = 0; i < parameters_; ++i) result[i] = static_cast<double>(to[i]) - static_cast<double>(from[i]);
  return result;
}

template <class S>
typename Path<S>::Principal Path<S>::principal() const {
  const auto points = static_cast<Eigen::Index>(steps_.size()), parameters = static_cast<Eigen::Index>(parameters_);
  Principal found;
  if (points < 3) return found;
  using Rows = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Map<const Rows> all(numbers_.data(), points, parameters);
  constexpr Eigen::Index kBlock = 1024;
  const auto centred = [&](Eigen::Index first) {
    const Eigen::MatrixXd block = all.middleCols(first, std::min(kBlock, parameters - first)).template cast<double>();
    return Eigen::MatrixXd(block.rowwise() - block.colwise().mean());
  };
  Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(points, points);
  for (Eigen::Index first = 0; first < parameters; first += kBlock) {
    const Eigen::MatrixXd block = centred(first);
    // Column by column: the order of a product's sums would follow from the sizes of the machine's caches.
    for (Eigen::Index k = 0; k < block.cols(); ++k) gram.selfadjointView<Eigen::Lower>().rankUpdate(block.col(k));
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(gram);
  const double total = gram.trace(), least = solver.eigenvalues()[points - 2];
  if (!(total > 0) || !(least > 1e-12 * total)) return found;
  for (int k = 0; k < 2; ++k) {
    Eigen::VectorXd score = solver.eigenvectors().col(points - 1 - k);  // the points' places along the direction, scaled
    Eigen::Index farthest = 0;
    score.cwiseAbs().maxCoeff(&farthest);
    const double sign = k == 0 ? score[points - 1] - score[0] : score[farthest];
    if (sign < 0) score = -score;
    std::vector<double>& direction = found.plane.direction[static_cast<std::size_t>(k)];
    direction.resize(parameters_);
    for (Eigen::Index first = 0; first < parameters; first += kBlock) {
      const Eigen::MatrixXd block = centred(first);
      Eigen::Map<Eigen::VectorXd>(direction.data() + first, block.cols()) = block.transpose().lazyProduct(score);
    }
    const double norm = std::sqrt(dot(direction, direction));
    for (double& number : direction) number /= norm;
    found.explained[static_cast<std::size_t>(k)] = solver.eigenvalues()[points - 1 - k] / total;
  }
  return found;
}

template std::vector<double> random_direction(const training::TrainerOf<float>&, std::uint32_t, int);
template std::vector<double> random_direction(const training::TrainerOf<double>&, std::uint32_t, int);
template class Path<float>;
template class Path<double>;

}  // namespace glassbox::probe
