import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import type { StaffRole } from '../../../app/contract/staff.ts';
import { Button } from '../../controls/button.tsx';
import formStyles from '../form.module.css';
import { Card } from '../settings/card.tsx';
import type { DrawnCode } from '../scanners/draw-code.ts';
import badgeStyles from './badge.module.css';
import styles from './staff-settings.module.css';
import { useBarCode } from './use-bar-code.ts';

/** A badge just made: its code is known this once. */
export type MadeBadge = { readonly name: string; readonly role: StaffRole; readonly code: string };

type BadgeCardProps = {
  readonly view: ReadyView;
  readonly badge: MadeBadge;
  readonly onDone: () => void;
};

/** The badge to look at and to print, in the size of a bank card. */
export function BadgeCard({ view, badge, onDone }: BadgeCardProps) {
  const { t } = useTranslation();
  const drawn = useBarCode(badge.code);
  const shop = [view.brandName, view.store?.name].filter(Boolean).join(' · ');
  const paper =
    drawn === null || drawn === 'failed' ? null : <Badge shop={shop} badge={badge} code={drawn} />;
  return (
    <Card title={t('staff.badge.title')}>
      <p>{t('staff.badge.ready', { name: badge.name })}</p>
      {drawn === 'failed' ? (
        <p className={formStyles['trouble']} role="alert">
          {t('staff.badge.failed')}
        </p>
      ) : null}
      <div className={styles['badgePaper']} data-badge-code={badge.code}>
        {paper}
      </div>
      <div className={styles['formButtons']}>
        <Button
          look="primary"
          disabled={paper === null}
          onClick={() => window.print()}
          data-print=""
        >
          {t('staff.badge.print')}
        </Button>
        <Button onClick={onDone} data-badge-done="">
          {t('staff.settings.done')}
        </Button>
      </div>
      {createPortal(
        <div className={badgeStyles['printOnly']} aria-hidden="true">
          {paper}
        </div>,
        document.body,
      )}
    </Card>
  );
}

type BadgeProps = {
  readonly shop: string;
  readonly badge: MadeBadge;
  readonly code: DrawnCode;
};

function Badge({ shop, badge, code }: BadgeProps) {
  const { t } = useTranslation();
  return (
    <article className={badgeStyles['badge']}>
      <p className={badgeStyles['shop']} title={shop}>
        {shop}
      </p>
      <p className={badgeStyles['name']} title={badge.name}>
        {badge.name}
      </p>
      <p>
        {t(`staff.role.${badge.role}`)} · {t('staff.badge.card')}
      </p>
      <svg
        className={badgeStyles['bars']}
        viewBox={`0 0 ${code.width} ${code.height}`}
        preserveAspectRatio="none"
        shapeRendering="crispEdges"
        role="img"
        aria-label={t('staff.badge.picture', { name: badge.name })}
      >
        <rect width={code.width} height={code.height} fill="#fff" />
        <path d={code.path} />
      </svg>
      <p className={badgeStyles['keep']}>{t('staff.badge.keep')}</p>
    </article>
  );
}
