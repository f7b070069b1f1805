#include "training/runs.hpp"

#include "catch.hpp"
#include "network/registry.hpp"

namespace glassbox::training {

Experiment experiment_of(std::string_view text) {
  Result<Experiment> parsed = parse(text);
  for (const Problem& problem : parsed.problems) UNSCOPED_INFO(describe(problem));
  REQUIRE(parsed.ok());
  return parsed.value;
}

Trainer trainer_of(std::string_view text) {
  Result<Trainer> made = Trainer::create(experiment_of(text), {});
  for (const Problem& problem : made.problems) UNSCOPED_INFO(describe(problem));
  REQUIRE(made.ok());
  return std::move(made.value);
}

template <class S>
std::unique_ptr<TrainerOf<S>> unchecked_trainer(const Experiment& experiment) {
  Result<Dataset> dataset = make_dataset(experiment, {});
  REQUIRE(dataset.ok());
  Prepared prepared = prepare(experiment, dataset.value, network::no_target(experiment.out, experiment.loss));
  return std::make_unique<TrainerOf<S>>(experiment, std::move(dataset.value), std::move(prepared));
}

template std::unique_ptr<TrainerOf<float>> unchecked_trainer<float>(const Experiment&);
template std::unique_ptr<TrainerOf<double>> unchecked_trainer<double>(const Experiment&);

const std::vector<std::string>& varied_experiments() {
  static const std::vector<std::string> texts = {
      "data=spiral&net=8:tanh,8:tanh&opt=adam&lr=0.01&epochs=0",
      "data=xor&n=101&net=4:relu&opt=momentum&lr=0.05&batch=32&precision=64&epochs=0",
      "data=moons&net=6:silu,act:tanh,res(6:gelu)&opt=nesterov&lr=0.02&batch=7&l1=0.001&l2=0.01&epochs=0",
      "data=sine&net=10:sine&loss=mse&batch=all&order=fixed&opt=sgd&epochs=0&eval=3",
      "data=spiral3&n=1000&net=6:tanh&opt=adam&batch=700&epochs=0&eval=0",
      "data=circle&net=3:tanh&opt=adam&epochs=0&edits=0:lr=0.1;40:0.w.1.0=0.5;41:batch=3;63:lr=0.003;63:1.b.0=-1",
      "data=moons&net=8:tanh,drop:0.3,res(8:tanh,drop:0.1)&batch=7&epochs=0",
      "data=spiral3&n=1000&net=drop:0.1,6:tanh,drop:0.5&batch=700&epochs=0&eval=0&precision=64",
      "data=moons&net=bn,8:linear,bn:1e-3m0.3,act:tanh,res(4:tanh,bn,8:linear)&batch=7&epochs=0",
      "data=spiral3&n=1000&net=6:tanh,bn,drop:0.5&batch=256&epochs=0&eval=0&precision=64&edits=3:batch=255",
      "data=moons&net=ln,8:linear,ln:1e-3,act:tanh,res(4:linear,smax,8:linear)&batch=1&epochs=0",
      "data=circle&net=4:tanh&opt=amsgrad&batch=9&epochs=0",
      "data=circle&net=4:tanh&opt=adamw&decay=0.1&precision=64&epochs=0",
      "data=xor&net=4:tanh&opt=adagrad&lr=0.1&epochs=0",
      "data=xor&net=4:tanh&opt=rmsprop&alpha=0.9&epochs=0",
      "data=xor&net=4:tanh&opt=momentum&schedule=cosine&warmup=50&epochs=40",
      "data=xor&net=4:tanh&schedule=step&every=3&factor=0.7&epochs=0",
      "data=xor&net=6:relu,4:tanh&opt=momentum&lr=0.3&l2=0.001&clipvalue=0.02&clipnorm=0.05&epochs=0",
      "data=moons&net=8:tanh,4:relu&lr=0.1&l1=0.001&maxnorm=0.7&precision=64&epochs=0",
      "data=spiral3&net=6:tanh&classw=0.5,2,1&batch=7&epochs=0",
      "data=moons&net=5:tanh&out=tanh&loss=sqhinge&classw=1,3&opt=momentum&lr=0.02&batch=300&precision=64&epochs=0",
  };
  return texts;
}

}  // namespace glassbox::training
