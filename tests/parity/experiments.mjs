// The experiments whose weights are compared between builds: every card that trains, and what no card shows.
import { gallery, program } from './core.mjs';

/** Own data starts without a point. */
const cards = gallery.filter((card) => card.id !== 'own');

/** What no card uses. */
const pieces = {
  'average pooling, flatten and a strided convolution':
    'data=digits&test=0.2&net=conv:6x3s2p1:elu,avgpool:2,flatten,bn:0.001m0.3,12:silu&batch=256&order=fixed&opt=amsgrad&init=he-normal',
  'a chain of tanh with a squared loss': 'data=bumps&net=8:tanh,8:tanh&out=tanh&loss=halfmse&opt=sgd&lr=0.1&batch=10',
  'the same in batches of nine': 'data=xor&n=210&net=4:tanh,2:tanh&out=tanh&loss=mse&opt=sgd&lr=0.1&batch=9',
  'RMSProp and the slopes of a sine':
    'data=sine&test=0&net=12:sine,9:lrelu,ln:0.001&opt=rmsprop&alpha=0.9&eps=1e-6&schedule=exp&factor=0.9&init=lecun-normal',
  'momentum in steps':
    'data=spiral3&split=last&blind=0.1&net=9:lrelu,6:softplus&opt=momentum&mom=0.8&lr=0.05&schedule=step&every=5&init=he-uniform',
  'Nesterov, slowing down':
    'data=iris&scale=minmax&net=7:gelu&out=softmax&loss=ce&opt=nesterov&lr=0.1&schedule=inverse&slowing=0.01&init=lecun-uniform',
  'Adam with memories of its own':
    'data=xor&dataseed=7&seed=9&in=x1x1,x2x2,x1x2,sinx1,sinx2&net=5:elu&beta1=0.8&beta2=0.99&eval=3&init=xavier-normal',
  'both penalties': 'data=circle&net=8:relu&l1=0.003&l2=0.01&opt=sgd&lr=0.1&reduce=sum&init=uniform:0.4',
  'a squared hinge': 'data=gauss&noise=0.3&net=4:tanh&out=linear&loss=sqhinge&opt=sgd&lr=0.05',
  'absolute errors': 'data=line&split=numpy&net=5:sigmoid&loss=mae&scale=div:10',
  'a Huber loss': 'data=square&net=6:tanh&loss=huber',
  'a logarithm with an addend': 'data=moons&net=4:silu&logclip=add&precision=64&cost10=4&cut=0.2',
  'a logarithm with a floor': 'data=moons&net=4:softplus&logclip=floor&precision=64',
  'a target loss': 'data=circle&net=6:tanh&stoploss=0.05&lr=0.03',
  'a target score': 'data=circle&net=6:tanh&stopscore=0.9&lr=0.03',
  'patience that wants more': 'data=moons&n=90&noise=0.3&net=12:relu&lr=0.03&patience=5&mindelta=0.01&restore=best&epochs=300',
  'gradients of the layer above, too late': 'data=xor&net=4:tanh,4:tanh&bug=late&opt=sgd&epochs=100',
  'a wrong broadcast': 'data=plane&net=4:tanh&bug=broadcast&epochs=100',
  'a wrong logarithm': 'data=xor&net=4:tanh&bug=log&epochs=100',
  'a wrong divisor': 'data=xor&net=4:tanh&bug=divisor&batch=32&epochs=100',
  'a last batch dropped': 'data=xor&net=4:tanh&bug=dropped&batch=32&epochs=100',
};

export const experiments = [...cards, ...Object.entries(pieces).map(([id, text]) => ({ id, text }))];

/** Says nothing of how a run goes: the text's version, where a link opens and what it expects there. */
const besideTheRun = new Set(['v', 'at', 'expect']);

/** Choices, layers and keys of an experiment that none of the compared ones uses. */
export function missingPieces() {
  const values = experiments.map(({ text }) => new Map(text.split('&').map((pair) => pair.split(/=(.*)/s).slice(0, 2))));
  const missing = [];
  for (const { key, kind, choices, default: byDefault } of JSON.parse(program('native', 'fields', '--json').out)) {
    if (besideTheRun.has(key)) continue;
    const said = values.map((value) => value.get(key)).filter((value) => value !== undefined && value !== byDefault);
    if (kind !== 'choice' && !said.length) missing.push(key);
    const words = new Set([byDefault, ...said].flatMap((value) => value.split(/[^a-z0-9-]+/)));
    for (const { name } of choices) if (!words.has(name)) missing.push(`${key}=${name}`);
  }
  const layers = [
    ...program('native', 'fields', '--markdown')
      .out.split('\n## Layers')[1]
      .matchAll(/^\| `([a-z]+)/gm),
  ].map(([, name]) => name);
  const networks = values.map((value) => value.get('net') ?? '').join();
  return [...missing, ...layers.filter((name) => !new RegExp(`\\b${name}\\b`).test(networks))];
}
