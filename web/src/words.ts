/** Every word of the page's shell. Words about fields, choices and problems come from the core. */
import { whole } from './state/format';

const count = (number: number, one: string, many: string) => `${whole(number)} ${number === 1 ? one : many}`;

const numerals = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

export const words = {
  name: 'Glassbox',
  skip: 'Skip to the network',
  regions: {
    bar: 'Run',
    rail: 'Experiment',
    network: 'Network',
    answer: 'Answer',
    progress: 'Progress',
    strip: 'Timeline',
    tools: 'Instruments',
  },
  tools: {
    microscope: 'Microscope',
    compare: 'Side by side',
    checks: 'Checks',
    layers: 'Layers',
    sweep: 'Sweep',
    landscape: 'Landscape',
    generalise: 'Generalisation',
    structure: 'Structure',
    speed: 'Speed',
  },
  planted: {
    badge: 'planted mistake',
    open: 'Something in this experiment is wrong on purpose. Open the checks to find it',
    rail: 'A mistake is planted here. It is named once you have found it and reveal it.',
    find: 'Find it',
  },
  save: 'Save as a picture, table or film',
  toolsEdge: 'Height of the drawer',
  toolsClose: 'Close the drawer',
  toolsLoading: 'Loading the instrument',
  toolsFailed: 'This could not be loaded. Check the connection and open it again.',

  gallery: 'Gallery',
  run: 'Run',
  pause: 'Pause',
  step: 'Step',
  epoch: 'Epoch',
  reset: 'Reset',
  newSeed: 'New seed',
  speed: 'Speed',
  share: 'Share',
  theme: (next: 'light' | 'dark') => `Switch to ${next} colours`,
  help: 'Help and keys',
  more: 'More',
  controls: 'Controls',
  picture: 'Picture',
  views: 'What is shown',
  stoppedReason: 'The run has stopped because a number overflowed. Go back to an earlier step first.',
  close: 'Close',
  undo: 'Undo',
  cancel: 'Cancel',
  stepHint: 'One step: one batch of rows',
  epochHint: 'To the end of this epoch: once through all training rows',
  resetHint: 'Back to step 0 with the same seed',
  newSeedHint: 'Start again with other random weights',

  speeds: (value: string) => {
    if (value === 'step') return '1 step/s';
    if (value === 'fastest') return 'Fastest';
    return value === '1' ? '1 epoch/s' : `${value} epochs/s`;
  },

  readouts: {
    epoch: 'Epoch',
    step: 'Step',
    samples: 'Samples/s',
    left: 'Time left',
    of: (total: string) => ` / ${total}`,
    testScore: (classes: boolean) => (classes ? 'Test right' : 'Test R²'),
    testLoss: 'Test loss',
  },
  progress: (share: number) => `${Math.floor(share * 100)} % of the run`,

  strip: {
    weights: 'Weights',
    copyHash: 'Copy the weights hash',
    copied: 'Copied',
    step: 'Step',
    back: 'One step back',
    stepHint: 'Type a step and press Enter: every step can be reached exactly',
    notAStep: 'A whole number of steps, 0 or more',
    same: 'The same numbers as the sender',
    differs: 'Differs from the sender’s numbers',
    edits: (number: number) => `${count(number, 'change', 'changes')} during the run`,
    editsClear: 'Remove',
    replaying: (target: number) => `Replaying to step ${whole(target)}`,
  },

  ratePlan: {
    title: 'Learning rate over the run',
    now: (rate: string) => `now ${rate}`,
    highest: (rate: string) => `highest ${rate}`,
    end: (epochs: string) => `${epochs} epochs`,
    sentence: (first: string, highest: string, last: string, epochs: string) =>
      `The learning rate begins at ${first}, reaches at most ${highest} and ends at ${last} after ${epochs} epochs.`,
  },

  groups: { data: 'Data', inputs: 'Inputs', network: 'Network', training: 'Training', run: 'Run' },
  parameters: (number: number) => count(number, 'parameter', 'parameters'),
  networkLine: (layers: string[]) => layers.map((layer) => layer.replace(':', ' ')).join(', then '),
  trainingLine: (optimiser: string, rate: string, batch: string) => `${optimiser} ${rate}, batch ${batch}`,
  inputsChosen: (chosen: number, all: number) => `${chosen} of ${all}`,
  columns: (number: number) => count(number, 'column', 'columns'),

  layers: {
    add: 'Add a layer',
    remove: (name: string) => `Remove ${name}`,
    fewer: (name: string) => `One unit fewer in ${name}`,
    more: (name: string) => `One unit more in ${name}`,
    units: (name: string) => `Units of ${name}`,
    activation: (name: string) => `Activation of ${name}`,
    numbers: (name: string) => `Numbers of ${name}`,
    other: 'Another kind',
    output: 'Output',
    none: 'No hidden layer: the inputs feed the output directly.',
  },

  note: (step: number, from: string, to: string) =>
    from === '' ? `From step ${whole(step)} on: ${to}.` : `From step ${whole(step)} on: ${from} → ${to}.`,
  noteKept: 'The link keeps this change.',
  restarted: (edits: number) => {
    const lost = edits === 0 ? '' : `; ${count(edits, 'edit was', 'edits were')} dropped`;
    return `Training starts again at step 0 with the same seed${lost}.`;
  },

  own: {
    title: 'Your own points',
    brush: 'A click adds a point of',
    newClass: 'new class',
    look: 'look only',
    erase: 'erase',
    clear: 'Clear',
    paste: 'Paste a table',
    csv: 'Open a CSV file',
    drop: 'Or drop a file anywhere. It never leaves this browser.',
    dropHere: 'Drop the table here',
    pasteHelp:
      'One row a line, numbers separated by commas, semicolons, tabs or spaces. The last column is the answer. A first line may name the columns.',
    pasteLabel: 'Table',
    use: 'Use these rows',
    tooBig: (bytes: number) => `This file has ${whole(bytes)} bytes; a table may have up to 1,048,576.`,
    unreadable: 'This file could not be read.',
    empty: 'No points yet',
  },

  shareDialog: {
    title: 'Share this experiment',
    body: 'The browser does not allow copying here. The link is selected: copy it with Ctrl+C.',
    label: 'Link',
    copy: 'Copy',
    copied: (step: number) =>
      step > 0
        ? `Link copied. It opens at step ${whole(step)} with exactly these weights.`
        : 'Link copied. It opens with exactly these weights.',
  },

  wrongLink: {
    title: (number: number) =>
      `${numerals[number] ?? whole(number)} ${number === 1 ? 'thing' : 'things'} in this link ${number === 1 ? 'is' : 'are'} wrong`,
    body: 'So the page opened its default experiment instead. Nothing of the link was used.',
    key: 'Key',
    value: 'Value',
    allowed: 'Allowed',
    nearest: 'nearest is ',
    noSuchKey: 'no such key',
    keep: 'Keep the default',
    edit: 'Edit the link',
    copy: 'Copy it',
    open: 'Open the edited link',
    label: 'Experiment text',
  },

  rebuild: {
    title: 'The trainer stopped and is being rebuilt',
    body: 'The browser ended it, often for memory. Your experiment is safe: it is in the address.',
    replaying: (step: number) => `Replaying to step ${whole(step)}`,
    back: (step: number) => (step > 0 ? `Back at step ${whole(step)}, paused` : 'Back at the start'),
    same: (seconds: string) => `Rebuilt from the start in ${seconds} s, with the same weights as before:`,
    differs: 'Rebuilt from the start, but the weights differ from before. Please report this link:',
    runOn: 'Run on',
    failedTitle: 'The trainer cannot be started',
    failedBody: 'Your experiment is safe: it is in the address. This page needs WebAssembly with SIMD, as every current browser has it.',
    again: 'Try again',
    copyLink: 'Copy the link',
    reason: 'The browser says: ',
  },

  loading: 'Loading the trainer',
  fetching: 'Loading more of the program',
  replaying: 'Replaying',
  stay: 'Stay here',

  problems: {
    explain: 'Explain axis by axis',
    tableMissing: (name: string) => `The table “${name}” could not be loaded. Check the connection and try again.`,
    unknown: 'This experiment could not be opened.',
    noAnswer: 'The trainer was restarted and did not answer. Please try again.',
  },

  galleryPage: {
    title: 'Pick an experiment, watch it learn, change one thing',
    body: 'Each card is a link. It opens paused, and comes out the same on every machine.',
    find: 'Find, e.g. “XOR” or “digits”',
    search: 'Find an experiment',
    nothing: 'Nothing found. Try a shorter word.',
    back: 'Back to your experiment',
    blank: 'Own data',
  },

  helpDialog: {
    title: 'Glassbox',
    intro: [
      'A neural network that you can see through. Press Run and watch it learn; stop at any step and look at every number.',
      'The address of this page is the whole experiment. Whoever opens it gets the same numbers, bit for bit.',
    ],
    keys: 'Keys',
    credits: 'Licences and data credits',
    shortcuts: 'Single-key shortcuts',
    shortcutsHint: 'They do nothing while you type in a field.',
    table: [
      ['Space', 'Run or pause'],
      ['→', 'One step'],
      ['Shift →', 'One epoch'],
      ['←', 'One step back'],
      ['R', 'Reset to the same start'],
      ['N', 'New seed'],
      ['G', 'Gallery'],
      ['S', 'Share'],
      ['T', 'Light or dark'],
      ['L', 'Linear or logarithmic chart'],
      ['M', 'Microscope; , and . go an operation back and on'],
      ['1 – 9', 'Instruments'],
      ['/', 'Search the gallery'],
      ['F6', 'Next region of the page'],
      ['?', 'This help'],
      ['Esc', 'Close'],
    ],
  },

  firstSentence: (twoColours: boolean) =>
    twoColours ? 'Press Run: the network learns to tell the two colours apart.' : 'Press Run and watch the network learn.',
  title: (progress: string) => (progress === '' ? 'Glassbox' : `${progress} · Glassbox`),
  titleEpoch: (epoch: number) => `epoch ${whole(epoch)}`,
};
