import { describe, expect, it } from 'vitest'
import { Channel, message } from './channel'

const said = message<{ text: string }>('note.said')

describe('the channel', () => {
  it('brings a message to those who asked for its type, and keeps the newest', () => {
    const channel = new Channel(() => undefined)
    const heard: string[] = []
    const leave = channel.on(said, ({ text }) => heard.push(text))
    channel.deliver({ type: 'other.said', text: 'no' } as { type: string })
    channel.deliver({ type: 'note.said', text: '가' } as { type: string })
    leave()
    channel.deliver({ type: 'note.said', text: '나' } as { type: string })
    expect(heard).toEqual(['가'])
    expect(channel.latest(said)?.text).toBe('나')
  })

  it('knows nothing of the stream before', () => {
    const channel = new Channel(() => undefined)
    channel.deliver({ type: 'note.said', text: '가' } as { type: string })
    channel.forget()
    expect(channel.latest(said)).toBeNull()
  })

  it('names what it says, whatever the facts are called', () => {
    const sent: string[] = []
    new Channel(text => sent.push(text)).say(message('note.say'), { type: 'kd', yes: true })
    expect(JSON.parse(sent[0] ?? '')).toEqual({ type: 'note.say', yes: true })
  })
})
