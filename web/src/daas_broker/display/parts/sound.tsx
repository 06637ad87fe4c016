/** The desktop's sound: whether it is heard, how loud, and what keeps it from being heard. */
import { Volume1, Volume2, VolumeX } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { say, useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Button } from '@/kit/button'
import type { Part } from '../chrome/part'
import type { Desk } from '../desk'
import { LOUDEST, type Sound } from '../sound'
import s from './sound.module.css'
import { words } from './sound.words'

const HELD_BACK = 'sound-held-back'
const PRESSES = ['pointerdown', 'click', 'keydown'] as const
/** Below it a level is what a converter leaves of silence. */
const FAINT = 0.002

export const sound: Part = {
  id: 'sound',
  order: 60,
  useFace({ kind, stream }) {
    const t = useWords(words)
    const isOn = useStore(stream.sound.on)
    const isHeldBack = useStore(stream.sound.isHeldBack)
    const volume = useStore(stream.sound.volume)
    if (kind === 'light') return null
    const isHeard = isOn && !isHeldBack && stream.sound.isAble && volume > 0
    const state = isOn ? `${t('volume')} ${volume}%` : t('isOff')
    return {
      icon: isHeard ? (volume < LOUDEST / 2 ? Volume1 : Volume2) : VolumeX,
      title: t('title'),
      label: `${t('title')} · ${state}`,
    }
  },
  Panel({ desk }) {
    const t = useWords(words)
    const { sound: here } = desk.stream
    const isOn = useStore(here.on)
    const isHeldBack = useStore(here.isHeldBack)
    if (!here.isAble) return <p>{t('unable')}</p>
    return (
      <>
        <Button icon={isOn ? VolumeX : Volume2} onPress={() => turn(desk, !isOn)}>
          {isOn ? t('off') : t('on')}
        </Button>
        <Volume sound={here} />
        {isHeldBack ? (
          <>
            <p>{t('heldBack')}</p>
            <Button look="primary" onPress={() => here.wake()}>
              {t('hear')}
            </Button>
          </>
        ) : isOn ? (
          <Level sound={here} />
        ) : (
          <p className={s.note}>{t('isOff')}</p>
        )}
      </>
    )
  },
  start(desk) {
    const { sound: here } = desk.stream
    const leave = here.isHeldBack.follow(() => tell(desk))
    const wake = () => {
      if (here.isHeldBack.get()) here.wake()
    }
    for (const name of PRESSES) addEventListener(name, wake, true)
    return () => {
      leave()
      for (const name of PRESSES) removeEventListener(name, wake, true)
    }
  },
}

function turn(desk: Desk, on: boolean): void {
  desk.stream.sound.set(on)
  desk.stream.send(on ? 'START_AUDIO' : 'STOP_AUDIO')
}

function tell(desk: Desk): void {
  const t = say(words)
  const { sound: here } = desk.stream
  if (here.isHeldBack.get())
    desk.notices.show({
      id: HELD_BACK,
      icon: VolumeX,
      text: t('heldBack'),
      action: { label: t('hear'), run: () => here.wake() },
    })
  else desk.notices.dismiss(HELD_BACK)
}

function Volume({ sound: here }: { readonly sound: Sound }) {
  const t = useWords(words)
  const volume = useStore(here.volume)
  return (
    <label className={s.volume}>
      <span>
        {t('volume')} <span>{volume}%</span>
      </span>
      <input
        type="range"
        min={0}
        max={LOUDEST}
        step={5}
        value={volume}
        onChange={event => here.setVolume(event.target.valueAsNumber)}
      />
    </label>
  )
}

/** Drawn without React: it changes with every frame. */
function Level({ sound: here }: { readonly sound: Sound }) {
  const t = useWords(words)
  const meter = useRef<HTMLMeterElement>(null)
  const note = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    let frame = 0
    const draw = () => {
      const level = here.level()
      if (meter.current) meter.current.value = level
      if (note.current) note.current.hidden = level > FAINT
      frame = requestAnimationFrame(draw)
    }
    draw()
    return () => cancelAnimationFrame(frame)
  }, [here])
  return (
    <div>
      <meter ref={meter} className={s.level} min={0} max={1} aria-label={t('level')} />
      <p ref={note} className={s.note}>
        {t('quiet')}
      </p>
    </div>
  )
}
