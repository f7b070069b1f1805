// The peers from npm as contestants. Each is made from a workload and gives back {differs, reset(), train(first, count), loss()}: `reset` puts the initial weights back, `train` walks
// `count` batches from batch `first` of the epoch on, and on into the next epochs; `differs` says what it does otherwise than the workload asks, or is empty; its rows
// are then judged by `reached`, the loss that its own algorithm must come down to.

const activationsOf = { tanh: Math.tanh, relu: (z) => Math.max(z, 0), sigmoid: (z) => 1 / (1 + Math.exp(-z)), linear: (z) => z };

/** The workload's loss of `answersOf(row)`, over all rows. */
export function meanLoss(workload, answersOf) {
  let sum = 0;
  for (let n = 0; n < workload.n; ++n) {
    const answers = answersOf(n);
    for (let k = 0; k < workload.k; ++k)
      sum += lossOf(workload.loss, answers[k], workload.y[n][k]) / (workload.loss === 'ce' ? 1 : workload.k);
  }
  return sum / workload.n;
}

function lossOf(name, a, y) {
  if (name === 'ce') return y > 0 ? -y * Math.log(Math.max(a, 1e-30)) : 0;
  if (name === 'bce') return -Math.log(y > 0.5 ? Math.max(a, 1e-7) : Math.max(1 - a, 1e-7));
  return (name === 'halfmse' ? 0.5 : 1) * (a - y) ** 2;
}

/** Splits a workload's numbers into rows and layers. */
export function unpack(workload, numbers) {
  let at = 0;
  const take = (count) => {
    at += count;
    return numbers.subarray(at - count, at);
  };
  const table = (rows, width) => Array.from({ length: rows }, () => take(width));
  workload.x = table(workload.n, workload.d);
  workload.y = table(workload.n, workload.k);
  workload.layers = workload.sizes.slice(1).map((units, i) => ({ w: table(workload.sizes[i], units), b: take(units) }));
  workload.steps = Math.ceil(workload.n / workload.batch);
  return workload;
}

/** Calls `row(n)` for every row of `count` batches from `first` on, epoch after epoch. */
function eachRow(workload, first, count, row) {
  for (let i = first; i < first + count; ++i) {
    const start = (i % workload.steps) * workload.batch;
    const end = Math.min(workload.n, start + workload.batch);
    for (let n = start; n < end; ++n) row(n);
  }
}

const factor = (workload) => (workload.loss === 'mse' ? 2 : 1);

function synapticPeer(workload, { synaptic }) {
  if (!['W1', 'W2', 'W3', 'W6', 'W7'].includes(workload.id)) return null; // no softmax
  const squashes = {
    tanh: synaptic.Neuron.squash.TANH,
    relu: synaptic.Neuron.squash.RELU,
    sigmoid: synaptic.Neuron.squash.LOGISTIC,
    linear: synaptic.Neuron.squash.IDENTITY,
  };
  const network = new synaptic.Architect.Perceptron(...workload.sizes);
  const layers = [network.layers.input, ...network.layers.hidden, network.layers.output];
  for (let l = 1; l < layers.length; ++l)
    layers[l].list.forEach((neuron, o) => {
      neuron.squash = squashes[workload.activations[l - 1]];
      neuron.bias = workload.layers[l - 1].b[o];
      layers[l - 1].list.forEach((from, i) => {
        from.connections.projected[Object.keys(from.connections.projected)[o]].weight = workload.layers[l - 1].w[i][o];
      });
    });
  const inputs = workload.x.map((row) => [...row]);
  const targets = workload.y.map((row) => [...row]);
  network.activate(inputs[0]); // compiles it
  const initial = Float64Array.from(network.optimized.memory);
  const rate = workload.opt === 'adam' ? workload.sgd_lr : workload.lr;
  const step = (factor(workload) * rate) / workload.batch;
  const differs = [];
  if (workload.batch > 1) differs.push('updates after every row');
  if (workload.activations.at(-1) === 'tanh') differs.push('leaves out the slope of the output');
  if (workload.opt === 'adam') differs.push('no Adam');
  return {
    differs: differs.join(', '),
    reset: () => network.optimized.memory.set(initial),
    train: (first, count) =>
      eachRow(workload, first, count, (n) => {
        network.activate(inputs[n]);
        network.propagate(step, targets[n]);
      }),
    loss: () => meanLoss(workload, (n) => network.activate(inputs[n])),
  };
}

function brainPeer(workload, { brain }) {
  const activation = workload.id === 'W7' ? 'tanh' : workload.activations[0]; // one for all layers
  const adam = workload.opt === 'adam';
  const rate = adam ? workload.lr : (workload.online_lr ?? factor(workload) * workload.lr);
  const network = new brain.NeuralNetwork({
    inputSize: workload.d,
    hiddenLayers: workload.sizes.slice(1, -1),
    outputSize: workload.k,
    activation,
    learningRate: rate / workload.batch,
    ...(adam && { praxis: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }),
  });
  network.trainOpts.momentum = 0; // it refuses to be told so
  const reset = () => {
    network.initialize(); // Adam's moments too
    workload.layers.forEach(({ w, b }, l) => {
      network.biases[l + 1].set(b);
      network.weights[l + 1].forEach((row, o) => {
        for (const i of row.keys()) row[i] = w[i][o];
      });
    });
  };
  const differs = [];
  if (workload.batch > 1) differs.push('updates after every row');
  if (activation !== workload.activations.at(-1)) differs.push(`${activation} output and squared error`);
  return {
    differs: differs.join(', '),
    reset,
    train: (first, count) => eachRow(workload, first, count, (n) => network.trainPattern({ input: workload.x[n], output: workload.y[n] })),
    loss: () =>
      meanLoss(workload, (n) => {
        const answers = network.runInput(workload.x[n]);
        return workload.loss === 'ce' ? answers.map((a) => Math.min(1, Math.max(a, 1e-3))) : answers;
      }),
  };
}

/** convnetjs has no sigmoid with cross-entropy: its gradient, a - y, as a last layer. */
const sigmoidLoss = () => ({
  layer_type: 'regression',
  forward(v) {
    this.in_act = v;
    this.out_act = { w: v.w.map(activationsOf.sigmoid) };
    return this.out_act;
  },
  backward(y) {
    this.in_act.dw = this.out_act.w.map((a, k) => a - y[k]);
    return 0;
  },
  getParamsAndGrads: () => [],
});

function convnetPeer(workload, { convnetjs }) {
  const { activations, sizes } = workload;
  const hidden = sizes.slice(1, -1).map((units, l) => ({ type: 'fc', num_neurons: units, activation: activations[l] }));
  const last = activations.at(-1);
  const answer =
    last === 'softmax'
      ? [{ type: 'softmax', num_classes: workload.k }]
      : last === 'tanh'
        ? [
            { type: 'fc', num_neurons: workload.k, activation: last },
            { type: 'regression', num_neurons: workload.k },
          ]
        : [{ type: 'regression', num_neurons: workload.k }];
  const network = new convnetjs.Net();
  network.makeLayers([{ type: 'input', out_sx: 1, out_sy: 1, out_depth: workload.d }, ...hidden, ...answer]);
  if (last === 'tanh') network.layers.splice(network.layers.length - 2, 1); // its own linear layer in front of the loss
  if (last === 'sigmoid') network.layers.splice(network.layers.length - 1, 1, sigmoidLoss());
  const reset = () =>
    network.layers
      .filter((layer) => layer.layer_type === 'fc')
      .forEach((layer, l) => {
        layer.biases.w.set(workload.layers[l].b);
        layer.filters.forEach((filter, o) => {
          for (const i of filter.w.keys()) filter.w[i] = workload.layers[l].w[i][o];
        });
      });
  const rate = factor(workload) * (workload.opt === 'adam' ? workload.sgd_lr : workload.lr);
  const trainer = new convnetjs.SGDTrainer(network, {
    method: 'sgd',
    learning_rate: rate,
    momentum: 0,
    batch_size: workload.batch,
    l2_decay: 0,
  });
  const vol = (row) => Object.assign(new convnetjs.Vol(1, 1, workload.d, 0), { w: Float64Array.from(row) });
  const inputs = workload.x.map(vol);
  const targets = workload.y.map((row) => (last === 'softmax' ? row.indexOf(1) : [...row]));
  return {
    differs: workload.opt === 'adam' ? 'no Adam' : '',
    reset,
    train: (first, count) => eachRow(workload, first, count, (n) => trainer.train(inputs[n], targets[n])),
    loss: () => meanLoss(workload, (n) => network.forward(inputs[n]).w),
  };
}

/** `backend` was initialised before, so that choosing it again takes no promise. */
function tensorflowPeer(backend, workload, { tf }) {
  tf.setBackend(backend);
  const flat = (rows) => Float32Array.from(rows.flatMap((row) => [...row]));
  const { n, d, k, batch } = workload;
  const initial = workload.layers.map(({ w, b }) => [tf.tensor2d(flat(w), [w.length, b.length]), tf.tensor1d(Float32Array.from(b))]);
  const parameters = initial.map((layer) => layer.map((tensor) => tf.variable(tensor)));
  const batches = [];
  for (let first = 0; first < n; first += batch) {
    const rows = Math.min(batch, n - first);
    batches.push([
      tf.tensor2d(flat(workload.x.slice(first, first + rows)), [rows, d]),
      tf.tensor2d(flat(workload.y.slice(first, first + rows)), [rows, k]),
    ]);
  }
  const functions = { tanh: tf.tanh, relu: tf.relu, sigmoid: tf.sigmoid, linear: (z) => z };
  const forward = (x, activations) =>
    parameters.reduce((a, [w, b], l) => (functions[activations[l]] ?? functions.linear)(tf.add(tf.matMul(a, w), b)), x);
  const onLogits = workload.loss === 'ce' || workload.loss === 'bce';
  const used = onLogits ? [...workload.activations.slice(0, -1), 'linear'] : workload.activations;
  const lossOf = (x, y) => {
    const answers = forward(x, used);
    if (workload.loss === 'ce') return tf.losses.softmaxCrossEntropy(y, answers);
    if (workload.loss === 'bce') return tf.losses.sigmoidCrossEntropy(y, answers);
    return tf.mul(tf.mean(tf.square(tf.sub(answers, y))), workload.loss === 'halfmse' ? 0.5 : 1);
  };
  let optimizer;
  const all = parameters.flat();
  return {
    differs: '',
    reset() {
      tf.setBackend(backend);
      optimizer?.dispose();
      optimizer = workload.opt === 'adam' ? tf.train.adam(workload.lr, 0.9, 0.999, 1e-8) : tf.train.sgd(workload.lr);
      for (const [l, layer] of parameters.entries()) for (const [i, variable] of layer.entries()) variable.assign(initial[l][i]);
    },
    train(first, count) {
      tf.setBackend(backend);
      for (let i = first; i < first + count; ++i)
        tf.tidy(() => optimizer.minimize(() => lossOf(...batches[i % batches.length]), false, all));
      all[0].dataSync(); // everything asked for is done
    },
    loss() {
      tf.setBackend(backend);
      return tf.tidy(() => batches.reduce((sum, [x, y]) => sum + lossOf(x, y).dataSync()[0] * x.shape[0], 0) / n);
    },
  };
}

/** Each peer's name and how it is made; null where it cannot train the workload. */
export const peers = {
  'tfjs 4.22 wasm SIMD': (...made) => tensorflowPeer('wasm', ...made),
  'tfjs 4.22 cpu': (...made) => tensorflowPeer('cpu', ...made),
  'convnetjs 0.3.0': convnetPeer,
  'brain.js 2 beta': brainPeer,
  'synaptic 1.1.4': synapticPeer,
};
