/** How loud the desktop's sound is, and whether it is heard. */
import { Volume2, VolumeX } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Button } from '@/kit/button'
import type { Desk } from '../desk'
import { LOUDEST, type Sound } from '../sound'
import s from './sound.module.css'
import { words } from './sound.words'

/** Below it a level is what a converter leaves of silence. */
const FAINT = 0.002

export function SoundPanel({ desk }: { readonly desk: Desk }) {
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
}

function turn(desk: Desk, on: boolean): void {
  desk.stream.sound.set(on)
  desk.stream.send(on ? 'START_AUDIO' : 'STOP_AUDIO')
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
