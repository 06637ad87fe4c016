/** The microphone: the gateway is asked first, then the browser, and only after a press of the button. */
import { Mic, MicOff, ShieldCheck } from 'lucide-react'
import { say, useWords } from '@/kernel/i18n'
import { type Store, store, useStore } from '@/kernel/store'
import { words as policyWords } from '../../policies/words'
import { message } from '../channel'
import type { Part } from '../chrome/part'
import type { Desk } from '../desk'
import { listen } from '../microphone'
import { type Advice, permit } from '../permit'
import { OVER } from '../stream'
import s from './microphone.module.css'
import { words } from './microphone.words'

interface State {
  readonly is_open: boolean
  readonly rule: 'microphone_closed' | 'audit_away' | null
  readonly advice: Advice | null
}

const state = message<State>('microphone.state')
const open = message<object>('microphone.open')
const close = message<object>('microphone.close')
const SECONDS = 14
const SHORT_SECONDS = 6
/** A program that asks again and again is told of once. */
const TOLD_MS = 30_000

type Phase = 'off' | 'asking' | 'on'

class Microphone {
  readonly phase: Store<Phase> = store<Phase>('off')
  private stop: (() => void) | null = null
  private toldAt = -TOLD_MS
  private isTold = false

  constructor(private readonly desk: Desk) {}

  turnOn(): void {
    this.phase.set('asking')
    this.desk.channel.say(open, {})
  }

  turnOff(): void {
    this.end()
    this.desk.channel.say(close, {})
  }

  /** Another stream than the one that had it open: its gateway is asked as well. */
  began(isAllowed: boolean): void {
    if (this.phase.get() === 'off') return
    if (!isAllowed) this.end()
    if (!this.desk.channel.latest(state)) this.desk.channel.say(open, {})
  }

  /** Whether a program of the desktop listens, or what the policy says, has changed. */
  compare(): void {
    const isUnheard = this.desk.stream.listening.get() && this.phase.get() === 'off'
    const policy = this.desk.channel.latest(permit)
    if (!isUnheard || !policy) {
      if (this.isTold) this.desk.notices.dismiss(UNHEARD)
      this.isTold = false
    } else if (performance.now() - this.toldAt >= TOLD_MS) {
      this.toldAt = performance.now()
      this.isTold = true
      tellUnheard(this.desk, policy.microphone ? () => this.turnOn() : null)
    }
  }

  heard({ is_open, rule, advice }: State): void {
    if (is_open) void this.begin()
    else this.end()
    if (rule && advice) tellRefusal(this.desk, rule, advice)
  }

  end(): void {
    this.stop?.()
    this.stop = null
    this.phase.set('off')
  }

  private async begin(): Promise<void> {
    if (this.stop || this.phase.get() !== 'asking') return
    try {
      const stop = await listen(packet => this.desk.stream.speak(packet))
      // It may have been turned off while the browser asked.
      if (this.phase.get() !== 'asking') {
        stop()
        return
      }
      this.stop = stop
      this.phase.set('on')
      const t = say(words)
      this.desk.notices.show({
        id: 'microphone',
        icon: Mic,
        text: t('opened'),
        seconds: SHORT_SECONDS,
      })
    } catch (error) {
      this.turnOff()
      tellFailure(this.desk, error)
    }
  }
}

const UNHEARD = 'microphone-unheard'

function tellUnheard(desk: Desk, turnOn: (() => void) | null): void {
  const t = say(words)
  const p = say(policyWords)
  const rule = p('ruleName', { name: p('ruleTitle.microphone_closed') })
  desk.notices.show({
    id: UNHEARD,
    icon: MicOff,
    tone: 'warning',
    ...(turnOn
      ? { text: t('unheardOff'), action: { label: t('on'), run: turnOn } }
      : { text: t('unheardClosed'), note: `${p('advice.ask')} ${rule}` }),
  })
}

function tellRefusal(desk: Desk, rule: NonNullable<State['rule']>, advice: Advice): void {
  const t = say(policyWords)
  desk.notices.show({
    id: 'microphone',
    icon: ShieldCheck,
    tone: 'warning',
    text: t(`rule.${rule}`),
    note: `${t(`advice.${advice}`)} ${t('ruleName', { name: t(`ruleTitle.${rule}`) })}`,
    seconds: SECONDS,
  })
}

function tellFailure(desk: Desk, error: unknown): void {
  const t = say(words)
  const name = error instanceof DOMException ? error.name : ''
  const why =
    name === 'NotAllowedError' ? 'denied' : name === 'NotFoundError' ? 'absent' : 'insecure'
  desk.notices.show({
    id: 'microphone',
    icon: MicOff,
    tone: 'warning',
    text: t(why),
    note: t(`${why}Note`),
    seconds: SECONDS,
  })
}

const running = new WeakMap<Desk, Microphone>()
const never = store<Phase>('off')
const silent = store(false)

export const microphone: Part = {
  id: 'microphone',
  order: 61,
  useFace(desk) {
    const t = useWords(words)
    const here = running.get(desk)
    const phase = useStore(here?.phase ?? never)
    const isHeard = useStore(here ? desk.stream.listening : silent)
    if (!here || desk.kind === 'light') return null
    if (phase === 'off')
      return { icon: MicOff, label: t('on'), isOn: false, onPress: () => here.turnOn() }
    return {
      icon: Mic,
      label: phase === 'on' ? t('off') : t('asking'),
      text: phase === 'on' ? t(isHeard ? 'isHeard' : 'isOn') : t('asking'),
      isOn: true,
      onPress: () => here.turnOff(),
    }
  },
  // The button is grey as others are, or behind another: that it is open must be seen at any size.
  Overlay({ desk }) {
    const t = useWords(words)
    const here = running.get(desk)
    if (useStore(here?.phase ?? never) !== 'on') return null
    return (
      <p className={s.open} data-microphone>
        <Mic size={16} aria-hidden />
        {t('isOn')}
      </p>
    )
  },
  start(desk) {
    const here = new Microphone(desk)
    running.set(desk, here)
    const ends = [
      desk.channel.on(state, heard => here.heard(heard)),
      desk.channel.on(permit, now => {
        here.began(now.microphone)
        here.compare()
      }),
      desk.stream.listening.follow(() => here.compare()),
      here.phase.follow(() => here.compare()),
      // Nobody hears it any more, and another page may have the desktop: nothing is taken in for it.
      desk.stream.phase.follow(() => {
        if (OVER.includes(desk.stream.phase.get())) here.end()
      }),
    ]
    return () => {
      here.end()
      for (const end of ends) end()
    }
  },
}
