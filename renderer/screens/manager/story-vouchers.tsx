import { useTranslation } from 'react-i18next';
import type { StoryVoucher } from '../../../app/contract/manager-views.ts';
import { Chip, type ChipLook } from '../../controls/chip.tsx';
import type { IconName } from '../../controls/icon.tsx';
import { useLanguage } from '../../counter-context.tsx';
import { useDates } from '../../i18n/use-dates.ts';
import { localized } from '../../i18n/localized.ts';
import styles from './story.module.css';

const looks: Readonly<Record<StoryVoucher['state'], { look: ChipLook; icon?: IconName }>> = {
  usable: { look: 'ok', icon: 'ok' },
  'not-yet': { look: 'accent', icon: 'clock' },
  used: { look: 'quiet' },
  expired: { look: 'quiet' },
  cancelled: { look: 'quiet' },
};

/** All vouchers a member was given: usable first, then what became of the others. */
export function StoryVouchers({ vouchers }: { vouchers: readonly StoryVoucher[] }) {
  const { t } = useTranslation();
  if (vouchers.length === 0)
    return <p className={styles['empty']}>{t('manager.story.noVouchers')}</p>;
  return (
    <div
      className={styles['scroll']}
      tabIndex={0}
      role="group"
      aria-label={t('manager.story.tabs.vouchers')}
    >
      <table className={styles['grid']}>
        <thead>
          <tr>
            {(['state', 'voucher', 'code', 'valid', 'used'] as const).map((one) => (
              <th key={one} scope="col">
                {t(`manager.story.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {vouchers.map((voucher) => (
            <VoucherRow key={voucher.voucherId} voucher={voucher} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function VoucherRow({ voucher }: { voucher: StoryVoucher }) {
  const { t } = useTranslation();
  const dates = useDates();
  const language = useLanguage();
  const { state, usesLeft, usedAtMs, usedStoreName } = voucher;
  const used =
    usedAtMs === null
      ? usesLeft > 1
        ? t('manager.story.usesLeft', { n: usesLeft })
        : '—'
      : `${dates.instant(usedAtMs)} · ${usedStoreName ?? t('manager.story.here')}`;
  return (
    <tr data-quiet={state === 'usable' || state === 'not-yet' ? undefined : ''}>
      <td>
        <Chip {...looks[state]}>{t(`manager.story.voucherStates.${state}`)}</Chip>
      </td>
      <td className={styles['wraps']}>{localized(voucher.name, language)}</td>
      <td>{voucher.codeTail}</td>
      <td>{`${dates.day(voucher.validFrom)}–${dates.day(voucher.validUntil)}`}</td>
      <td className={styles['wraps']}>{used}</td>
    </tr>
  );
}
