import { useCallback, useState, type Dispatch } from 'react';
import type { ReadyView } from '../../../app/contract/counter-view.ts';
import type { MemberId } from '../../../app/domain/ids.ts';
import type { UiAction } from '../../ui-state.ts';
import { MembersScreen } from '../members/members-screen.tsx';
import type { RunCommand } from '../use-commands.ts';
import { MemberStoryScreen, type StoryDesk } from './member-story-screen.tsx';
import styles from './story.module.css';

type MembersPlaceProps = {
  readonly view: ReadyView;
  readonly storyOf: MemberId | null;
  readonly desk: StoryDesk;
  readonly dispatch: Dispatch<UiAction>;
  readonly onCommand: RunCommand;
};

/** The member list, and over it one member: behind it the list keeps its place and its search. */
export function MembersPlace({ view, storyOf, desk, dispatch, onCommand }: MembersPlaceProps) {
  const open = useCallback(
    (memberId: MemberId) => dispatch({ kind: 'open-story', memberId }),
    [dispatch],
  );
  const [tagsOf, setTagsOf] = useState<ReadonlyMap<MemberId, readonly string[]>>(new Map());
  const onTags = useCallback(
    (memberId: MemberId, tags: readonly string[]) =>
      setTagsOf((before) => new Map(before).set(memberId, tags)),
    [],
  );
  return (
    <div className={styles['place']}>
      <div className={styles['behind']} inert={storyOf !== null} data-covered={storyOf !== null}>
        <MembersScreen view={view} tagsOf={tagsOf} onOpen={open} onCommand={onCommand} />
      </div>
      {storyOf === null ? null : (
        <MemberStoryScreen
          key={storyOf}
          memberId={storyOf}
          today={view.businessDate}
          {...{ desk, onTags }}
        />
      )}
    </div>
  );
}
