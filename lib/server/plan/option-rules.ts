import type { Document } from 'mongodb';
import { contentKey } from '../../value/equality/content-key.js';
import { isPlainObject } from '../../value/plain-object.js';
import { collationForm } from '../form/collation-form.js';
import { flagForm, numberOf, secondsForm } from '../form/option-forms.js';

/** One option of collections: how it is compared, and changed. */
export interface OptionRule {
  readonly label: string;
  /** A text that is equal for equal settings; empty for the server's default. */
  readonly form: (options: Readonly<Document>) => string;
  /** The default, for people. */
  readonly otherwise: string;
  /** The option of `collMod` that makes it as declared; undefined if the server cannot change it so. */
  readonly change: (declared: Readonly<Document>, existing: Readonly<Document>) => Document | undefined;
}

const never = (): undefined => undefined;

/** The options that are compared; others of the server are left alone. */
export const optionRules: readonly OptionRule[] = Object.freeze<OptionRule[]>([
  { label: 'capped', form: cappedForm, otherwise: 'no', change: changeCapped },
  { label: 'time series', form: timeSeriesForm, otherwise: 'no', change: changeTimeSeries },
  {
    ...{ label: 'clustered', otherwise: 'no', change: never },
    form: ({ clusteredIndex }) => (clusteredIndex ? 'yes' : ''),
  },
  {
    ...{ label: 'collation', otherwise: 'none', change: never },
    form: ({ collation }) => collationForm(collation),
  },
  {
    ...{ label: 'pre-images', otherwise: 'no' },
    form: ({ changeStreamPreAndPostImages: images }) =>
      isPlainObject(images) ? flagForm(images['enabled']) : '',
    change: ({ changeStreamPreAndPostImages: images = { enabled: false } }: Readonly<Document>) => ({
      changeStreamPreAndPostImages: images as unknown,
    }),
  },
  {
    ...{ label: 'expires after seconds', otherwise: 'never' },
    form: ({ expireAfterSeconds }) => secondsForm(expireAfterSeconds),
    change: ({ expireAfterSeconds = 'off' }: Readonly<Document>) => ({
      expireAfterSeconds: expireAfterSeconds as unknown,
    }),
  },
]);

/** Sizes are compared as the server rounds them: up to 256 bytes, and to 4096 at least. */
function cappedForm({ capped, size, max }: Readonly<Document>): string {
  if (flagForm(capped) === '') return '';
  const bytes = Math.max(4096, Math.ceil((numberOf(size) ?? 0) / 256) * 256);
  const documents = numberOf(max) ?? 0;
  return documents > 0 ? `${bytes} bytes, ${documents} documents` : `${bytes} bytes`;
}

function changeCapped(declared: Readonly<Document>, existing: Readonly<Document>): Document | undefined {
  if (flagForm(declared['capped']) === '' || flagForm(existing['capped']) === '') return undefined;
  // 0 stands for any number of documents.
  return { cappedSize: declared['size'] as unknown, cappedMax: (declared['max'] ?? 0) as unknown };
}

const granularities: readonly unknown[] = Object.freeze(['seconds', 'minutes', 'hours']);

function timeSeriesForm({ timeseries }: Readonly<Document>): string {
  if (!isPlainObject(timeseries)) return '';
  const { timeField, metaField } = timeseries;
  const fields = [timeField, metaField].filter((each) => each !== undefined).map(contentKey);
  return [fields.join(' by ').replaceAll('"', ''), spanOf(timeseries)].join(', ');
}

/** The server lists the spans of granularities too, so these are compared by name. */
function spanOf({ granularity, bucketMaxSpanSeconds: span }: Readonly<Document>): string {
  if (granularity !== undefined || span === undefined) return String(granularity ?? 'seconds');
  return `${numberOf(span) ?? 0} seconds`;
}

/** The server can only make the spans longer. */
function changeTimeSeries(
  { timeseries: declared }: Readonly<Document>,
  { timeseries: existing }: Readonly<Document>,
): Document | undefined {
  if (!isPlainObject(declared) || !isPlainObject(existing)) return undefined;
  const { timeField, metaField, ...spans } = declared;
  if (existing['timeField'] !== timeField || existing['metaField'] !== metaField) return undefined;
  const isCoarser =
    granularities.indexOf(spans['granularity'] ?? 'seconds') >
    granularities.indexOf(existing['granularity'] ?? 'seconds');
  const isLonger =
    (numberOf(spans['bucketMaxSpanSeconds']) ?? 0) > (numberOf(existing['bucketMaxSpanSeconds']) ?? Infinity);
  return isCoarser || isLonger ? { timeseries: spans } : undefined;
}
