/** Line and letter spacing behind one button above the sheet. */
import { AlignVerticalSpaceAround } from 'lucide-react'
import type { Command, EditorState } from 'prosemirror-state'
import { usePick, useWords } from '@/kernel/i18n'
import { Button, IconButton } from '@/kit/button'
import { Popover } from '@/kit/popover'
import type { TextCommand } from '../text/commands'
import { chosenFace, setTracking } from '../typeface/commands'
import { CLOSEST, LOOSEST, leadingOf, TIGHTEST, trackingOf, WIDEST } from './bounds'
import { LEADING, TRACKING } from './keys'
import { chosenLeading, setLeading } from './leading'
import { NumberBox } from './number-box'
import s from './tool.module.css'
import { words } from './words'

const OFFERED = [130, 160, 180, 200] as const

interface SpacingProps {
  readonly state: EditorState
  /** While the popover stays. */
  readonly onAct: (act: Command) => void
  /** And the focus goes back to the text. */
  readonly onLeave: () => void
}

export function SpacingTool(props: SpacingProps) {
  const t = useWords(words)
  const label = t('title')
  return (
    <Popover label={label} trigger={<IconButton icon={AlignVerticalSpaceAround} label={label} />}>
      {close => (
        <Boxes
          {...props}
          onLeave={() => {
            close()
            // The popover gives the focus back first.
            setTimeout(props.onLeave)
          }}
        />
      )}
    </Popover>
  )
}

function Boxes({ state, onAct, onLeave }: SpacingProps) {
  const t = useWords(words)
  const leading = chosenLeading(state)
  return (
    <div className={s.boxes}>
      <NumberBox
        label={t('leading')}
        value={leading}
        least={TIGHTEST}
        most={WIDEST}
        {...useSteps(LEADING, onAct)}
        read={leadingOf}
        onSet={percent => onAct(setLeading(percent))}
        onDone={onLeave}
      />
      <div className={s.offered}>
        {OFFERED.map(percent => (
          <Button
            key={percent}
            look={percent === leading ? 'secondary' : 'quiet'}
            size="s"
            aria-pressed={percent === leading}
            onPress={() => onAct(setLeading(percent))}
          >
            {`${percent}%`}
          </Button>
        ))}
        <Button
          look="quiet"
          size="s"
          aria-pressed={leading === null}
          onPress={() => onAct(setLeading(null))}
        >
          {t('usual')}
        </Button>
      </div>
      <NumberBox
        label={t('tracking')}
        value={chosenFace(state).tracking}
        least={CLOSEST}
        most={LOOSEST}
        {...useSteps(TRACKING, onAct)}
        read={trackingOf}
        onSet={percent => onAct(setTracking(percent || null))}
        onDone={onLeave}
      />
    </div>
  )
}

/** Wider first, as the keys are told. */
function useSteps([wider, closer]: readonly TextCommand[], onAct: (act: Command) => void) {
  const pick = usePick()
  const step = (command: TextCommand | undefined) => ({
    label: command ? `${pick(command.label)} (${command.keys})` : '',
    run: () => command && onAct(command.run),
  })
  return { less: step(closer), more: step(wider) }
}
