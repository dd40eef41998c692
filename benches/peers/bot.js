// The peer in discord.js and better-sqlite3, in the usual way: one select and one upsert for each
// interaction. DISCORD_API and DATABASE say where; see README.md.
import Database from 'better-sqlite3';
import { Client, Events, GatewayIntentBits, MessageFlags } from 'discord.js';

const database = new Database(process.env.DATABASE);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = NORMAL');
database.exec('CREATE TABLE IF NOT EXISTS learners (id TEXT PRIMARY KEY, step INTEGER NOT NULL, seen INTEGER NOT NULL)');
const select = database.prepare('SELECT step FROM learners WHERE id = ?');
const upsert = database.prepare(
  'INSERT INTO learners (id, step, seen) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET step = excluded.step, seen = excluded.seen',
);

const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: process.env.DISCORD_API } });

client.once(Events.ClientReady, () =>
  client.application.commands.set([
    { name: 'next', description: 'What to do now' },
    { name: 'done', description: 'The step is done' },
  ]),
);

client.on(Events.InteractionCreate, async (interaction) => {
  if (!interaction.isChatInputCommand()) return;
  const known = select.get(interaction.user.id)?.step ?? 1;
  const step = interaction.commandName === 'done' ? known + 1 : known;
  upsert.run(interaction.user.id, step, Date.now());
  const content = interaction.commandName === 'done' ? `Done. Next is step ${step}.` : `Now: step ${step}.`;
  await interaction.reply({ content, flags: MessageFlags.Ephemeral });
});

await client.login(process.env.DISCORD_TOKEN);
