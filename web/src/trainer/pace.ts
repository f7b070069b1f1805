/** How far training may go by now, and how fast it goes. Steps are owed by the clock, so a slow moment is not caught up in a burst. */
const longestDebtSeconds = 0.25;
const rateWindowMilliseconds = 500;

export class Pace {
  samplesPerSecond = Number.NaN;
  #epochsPerSecond = 0;
  #stepsPerSecond = 0;
  #owed = 0;
  #asked = 0;
  #windowStart = 0;
  #windowSamples = -1;

  set(epochsPerSecond: number, stepsPerSecond: number): void {
    this.#epochsPerSecond = epochsPerSecond;
    this.#stepsPerSecond = stepsPerSecond;
  }

  restart(): void {
    this.#asked = 0;
    this.#owed = 0;
    this.#windowSamples = -1;
    this.samplesPerSecond = Number.NaN;
  }

  #rate(stepsPerEpoch: number): number {
    if (this.#stepsPerSecond > 0) return this.#stepsPerSecond;
    return this.#epochsPerSecond > 0 ? this.#epochsPerSecond * stepsPerEpoch : Number.POSITIVE_INFINITY;
  }

  /** The step that may be reached at `now` (milliseconds). The first step after a restart is due at once. */
  limit(step: number, stepsPerEpoch: number, now: number): number {
    const rate = this.#rate(stepsPerEpoch);
    if (rate === Number.POSITIVE_INFINITY) return Number.MAX_SAFE_INTEGER;
    if (this.#asked === 0) this.#owed = 1;
    else this.#owed = Math.min(this.#owed + ((now - this.#asked) / 1000) * rate, Math.max(1, rate * longestDebtSeconds));
    this.#asked = now;
    const whole = Math.floor(this.#owed);
    this.#owed -= whole;
    return step + whole;
  }

  /** Milliseconds until the next step is due. */
  wait(stepsPerEpoch: number, now: number): number {
    const rate = this.#rate(stepsPerEpoch);
    if (rate === Number.POSITIVE_INFINITY) return 0;
    return Math.max(0, ((1 - this.#owed) / rate) * 1000 - (now - this.#asked));
  }

  /** Counts training rows processed since step 0. */
  count(samples: number, now: number): void {
    if (this.#windowSamples < 0) {
      this.#windowSamples = samples;
      this.#windowStart = now;
    } else if (now - this.#windowStart >= rateWindowMilliseconds) {
      this.samplesPerSecond = ((samples - this.#windowSamples) * 1000) / (now - this.#windowStart);
      this.#windowSamples = samples;
      this.#windowStart = now;
    }
  }
}
