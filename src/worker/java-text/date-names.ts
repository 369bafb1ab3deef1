/** English names, as the locales `en` and `en_US` have them. */
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** From Sunday on. */
export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Before and after Christ, short and long. */
export const ERAS = ['BC', 'AD', 'Before Christ', 'Anno Domini'];
