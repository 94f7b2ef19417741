import { useTranslation } from 'react-i18next';
import type { MemberView, ReadyView, VoucherView } from '../../../app/contract/counter-view.ts';
import { Button, KeyCap } from '../../controls/button.tsx';
import { Chip } from '../../controls/chip.tsx';
import { Icon } from '../../controls/icon.tsx';
import { formatDay, formatMoney, formatTimes, formatWhole } from '../../i18n/format.ts';
import { blockedWords } from '../../i18n/notice-words.ts';
import type { RunCommand } from '../use-commands.ts';
import styles from './member-panel.module.css';
import { orderVouchers } from './vouchers.ts';

type MemberPanelProps = { readonly view: ReadyView; readonly onCommand: RunCommand };

/** Who the sale is for; without a member, an invitation to scan. */
export function MemberPanel({ view, onCommand }: MemberPanelProps) {
  if (!view.member) return <Invitation onCommand={onCommand} />;
  return <MemberCard member={view.member} language={view.language} onCommand={onCommand} />;
}

function Invitation({ onCommand }: { onCommand: RunCommand }) {
  const { t } = useTranslation();
  return (
    <div className={styles['invitation']}>
      <span className={styles['scanMark']}>
        <Icon name="scan" size="6rem" />
      </span>
      <h2>{t('idle.title')}</h2>
      <p>{t('idle.hint')}</p>
      <Button keyName="F3" onClick={() => onCommand({ kind: 'find' })}>
        <Icon name="find" />
        {t('idle.find')}
      </Button>
    </div>
  );
}

type MemberCardProps = {
  readonly member: MemberView;
  readonly language: ReadyView['language'];
  readonly onCommand: RunCommand;
};

function MemberCard({ member, language, onCommand }: MemberCardProps) {
  const { t } = useTranslation();
  const { expiringNext } = member;
  return (
    <article className={styles['card']} aria-label={t('member.region')} data-member="">
      <div className={styles['who']}>
        <h2 className={styles['name']} title={member.nameMasked}>
          {member.nameMasked}
        </h2>
        <p className={styles['ids']}>
          <span>{member.mobileMasked ?? t('common.none')}</span>
          <span data-card-code="">{member.cardCode}</span>
        </p>
      </div>
      <div className={styles['chips']}>
        <Chip look="accent">
          {member.tier.name[language]}{' '}
          {t('member.multiplier', { times: formatTimes(member.tier.multiplierBps) })}
        </Chip>
        {member.birthdayMonth ? (
          <Chip look="warn" icon="cake">
            {t('member.birthday')}
          </Chip>
        ) : null}
        <Chip look={member.lineState === 'bound' ? 'ok' : 'quiet'}>
          {t(`member.line.${member.lineState}`)}
        </Chip>
      </div>
      <div className={styles['points']}>
        <span>{t('member.points')}</span>
        <strong data-points="">{formatWhole(member.points)}</strong>
      </div>
      <p className={styles['expiring']}>
        {expiringNext
          ? t('member.expiring', {
              points: formatWhole(expiringNext.points),
              date: formatDay(expiringNext.expiresOn),
            })
          : t('member.noExpiring')}
      </p>
      {member.identifiedBy === 'search' ? (
        <p className={styles['weak']}>
          <Icon name="warn" />
          {t('member.weak')}
        </p>
      ) : null}
      <Vouchers vouchers={member.vouchers} language={language} onCommand={onCommand} />
    </article>
  );
}

type VouchersProps = {
  readonly vouchers: readonly VoucherView[];
  readonly language: ReadyView['language'];
  readonly onCommand: RunCommand;
};

function Vouchers({ vouchers, language, onCommand }: VouchersProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['vouchers']}>
      <h3>
        {t('member.vouchers')} <span>{vouchers.length}</span>
      </h3>
      {vouchers.length === 0 ? (
        <p className={styles['noVouchers']}>{t('member.noVouchers')}</p>
      ) : (
        <ul>
          {orderVouchers(vouchers).map((voucher, index) => (
            <li key={voucher.voucherId}>
              <VoucherRow
                voucher={voucher}
                language={language}
                index={index}
                onPress={() => onCommand({ kind: 'nth-voucher', index })}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type VoucherRowProps = {
  readonly voucher: VoucherView;
  readonly language: ReadyView['language'];
  readonly index: number;
  readonly onPress: () => void;
};

/** One voucher as a switch: on the sale or not; when it cannot be used, why. */
function VoucherRow({ voucher, language, index, onPress }: VoucherRowProps) {
  const { t } = useTranslation();
  const { attached, blockedBy } = voucher;
  const blocked = blockedBy !== null && !attached;
  const conditions = [
    t('member.validUntil', { date: formatDay(voucher.validUntil) }),
    voucher.minSpendMinor > 0
      ? t('member.minSpend', { amount: formatMoney(voucher.minSpendMinor) })
      : null,
  ];
  return (
    <button
      type="button"
      className={styles['voucher']}
      aria-pressed={attached}
      data-blocked={blocked}
      data-voucher={voucher.code}
      onClick={onPress}
    >
      <span className={styles['voucherName']} title={voucher.name[language]}>
        {voucher.name[language]}
      </span>
      <span className={styles['voucherKey']}>
        {attached ? (
          <Chip look="ok" icon="ok">
            {t('member.attached')}
          </Chip>
        ) : index < 9 ? (
          <KeyCap name={`Alt ${index + 1}`} />
        ) : null}
      </span>
      <span className={styles['voucherNote']} data-blocked={blocked}>
        {blocked ? blockedWords(t, blockedBy) : conditions.filter((words) => words).join(' · ')}
      </span>
    </button>
  );
}
