import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'vpn.posture',
  {
    disk: { on: '디스크 암호화됨', off: '디스크 암호화 안 됨', unknown: '디스크 암호화 모름' },
    lock: { on: '화면 자동 잠금', off: '화면 자동 잠금 꺼짐', unknown: '화면 잠금 모름' },
    fix: {
      disk: '디스크 암호화를 켜세요 (Linux: LUKS, macOS: FileVault).',
      lock: '화면이 저절로 잠기게 하세요 (설정 → 개인 정보 → 화면 잠금).',
    },
    counts:
      '이것을 요구하는 정책으로는 들어올 수 없습니다. 켠 뒤 터널을 껐다 켜면 바로 다시 알립니다.',
    source: '출처: 기기 스스로의 말, 증명되지 않음 · {{at}}',
    never: '아직 알린 것이 없습니다. 터널을 켜면 스스로 알립니다.',
    neverHere: '이 기기는 알리지 않습니다. 한 줄로 등록한 Linux·macOS 컴퓨터만 알립니다.',
    old: '하루 넘게 알리지 않았습니다. 터널을 켜면 다시 알립니다.',
  },
  {
    disk: { on: 'Disk encrypted', off: 'Disk not encrypted', unknown: 'Encryption not known' },
    lock: { on: 'Screen locks', off: 'Screen does not lock', unknown: 'Lock not known' },
    fix: {
      disk: 'Encrypt the disk (LUKS on Linux, FileVault on macOS).',
      lock: 'Let the screen lock by itself (Settings → Privacy → Screen lock).',
    },
    counts:
      'A policy that asks for it does not let this device in. Once it is on, switch the tunnel off and on: the device says so at once.',
    source: 'Source: the device’s own word, not attested · {{at}}',
    never: 'It has said nothing yet. It does by itself when the tunnel is on.',
    neverHere: 'It does not say. Only Linux and macOS computers that were added by the line do.',
    old: 'It has said nothing for a day. It does again when the tunnel is on.',
  },
)
