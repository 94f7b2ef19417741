/**
 * PINs that are tried first: what people choose when nothing keeps them from it (the tops of published lists of
 * leaked PINs, and dates). A PIN is weak when it
 *
 * - is one digit, or a group of up to half its length, again and again (000000, 121212, 123123, 12341234);
 * - runs up or down, also past 9 and 0 (123456, 654321, 890123);
 * - holds at most two different digits (112211);
 * - is pairs or threes of a run (112233, 111222, 332211);
 * - is a date: YYMMDD, DDMMYY, MMDDYY, YYYYMMDD, DDMMYYYY, MMDDYYYY or a Taiwanese YYYMMDD;
 * - walks the keypad in columns (147258, 258369, 159357 and their like), or is on the list.
 */
export function isWeakPin(pin: string): boolean {
  const digits = [...pin].map(Number);
  return (
    new Set(digits).size <= 2 ||
    isRepeated(pin) ||
    isRun(digits) ||
    isGroupedRun(digits) ||
    isDate(pin) ||
    listed.has(pin)
  );
}

const listed: ReadonlySet<string> = new Set([
  '147258',
  '258147',
  '147258369',
  '963852741',
  '258369',
  '369258',
  '159357',
  '357159',
  '159753',
  '753159',
  '789456',
  '456789',
  '456123',
  '789456123',
  '123789',
  '741852',
  '852963',
  '142536',
  '135790',
  '246810',
  '112358',
  '314159',
  '520520',
  '521521',
  '1314520',
  '5201314',
  '168168',
  '202020',
  '102030',
  '101010',
  '123654',
  '321654',
  '012345',
  '147852',
]);

function isRepeated(pin: string): boolean {
  for (let size = 1; size <= pin.length / 2; size += 1) {
    if (pin.length % size === 0 && pin === pin.slice(0, size).repeat(pin.length / size))
      return true;
  }
  return false;
}

/** Each digit one more, or each one less, than the one before; after 9 comes 0. */
function isRun(digits: readonly number[]): boolean {
  const steps = digits.slice(1).map((digit, i) => (digit - Number(digits[i]) + 10) % 10);
  return steps.every((step) => step === 1) || steps.every((step) => step === 9);
}

/** 112233, 111222333: the same digit two or three times, and then the next. */
function isGroupedRun(digits: readonly number[]): boolean {
  return [2, 3, 4].some((size) => {
    if (digits.length % size !== 0 || digits.length / size < 2) return false;
    const heads = digits.filter((_, i) => i % size === 0);
    return digits.every((digit, i) => digit === heads[Math.floor(i / size)]) && isRun(heads);
  });
}

function isDate(pin: string): boolean {
  const at = (from: number, length: number): number => Number(pin.slice(from, from + length));
  switch (pin.length) {
    case 6:
      return (
        isMonthDay(at(2, 2), at(4, 2)) ||
        isMonthDay(at(2, 2), at(0, 2)) ||
        isMonthDay(at(0, 2), at(2, 2))
      );
    case 7:
      // 民國: 0890912, 1150101.
      return at(0, 3) <= 130 && isMonthDay(at(3, 2), at(5, 2));
    case 8:
      return (
        (isYear(at(0, 4)) && isMonthDay(at(4, 2), at(6, 2))) ||
        (isYear(at(4, 4)) && (isMonthDay(at(2, 2), at(0, 2)) || isMonthDay(at(0, 2), at(2, 2))))
      );
    default:
      return false;
  }
}

function isYear(year: number): boolean {
  return year >= 1900 && year <= 2100;
}

function isMonthDay(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
