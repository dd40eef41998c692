"""The peer in discord.py and aiosqlite, in the usual way: one select and one upsert for each
interaction. DISCORD_API, DISCORD_GATEWAY and DATABASE say where; see README.md."""

import os
import time

import aiosqlite
import discord
import yarl
from discord import app_commands

discord.http.Route.BASE = os.environ["DISCORD_API"] + "/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY"])


class Bot(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        self.database = await aiosqlite.connect(os.environ["DATABASE"], isolation_level=None)
        await self.database.execute("PRAGMA journal_mode = WAL")
        await self.database.execute("PRAGMA synchronous = NORMAL")
        await self.database.execute(
            "CREATE TABLE IF NOT EXISTS learners (id INTEGER PRIMARY KEY, step INTEGER NOT NULL, seen INTEGER NOT NULL)"
        )
        await self.tree.sync()

    async def step(self, learner: int, more: int) -> int:
        async with self.database.execute("SELECT step FROM learners WHERE id = ?", (learner,)) as rows:
            row = await rows.fetchone()
        step = (row[0] if row else 1) + more
        await self.database.execute(
            "INSERT INTO learners (id, step, seen) VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET step = excluded.step, seen = excluded.seen",
            (learner, step, int(time.time())),
        )
        return step


bot = Bot()


@bot.tree.command(name="next", description="What to do now")
async def next_step(interaction: discord.Interaction) -> None:
    step = await bot.step(interaction.user.id, 0)
    await interaction.response.send_message(f"Now: step {step}.", ephemeral=True)


@bot.tree.command(description="The step is done")
async def done(interaction: discord.Interaction) -> None:
    step = await bot.step(interaction.user.id, 1)
    await interaction.response.send_message(f"Done. Next is step {step}.", ephemeral=True)


bot.run(os.environ["DISCORD_TOKEN"], log_handler=None)
