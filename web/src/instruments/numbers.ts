/** Numbers of which a glance is enough. */
import { type Numeric, numeric, whole } from '../state/format';
import { formatTick } from '../views/formats';

/** So many digits. */
export const few = (value: Numeric, digits = 3): string =>
  Number.isFinite(numeric(value)) ? formatTick(Number(numeric(value).toPrecision(digits))) : whole(numeric(value));
