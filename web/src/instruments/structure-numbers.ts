/** Numbers of the structure's proofs. */
import { type Numeric, numeric, whole } from '../state/format';

/** Three digits. */
export const few = (value: Numeric): string =>
  Number.isFinite(numeric(value)) ? String(Number(numeric(value).toPrecision(3))) : whole(numeric(value));
